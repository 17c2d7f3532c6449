"""The words of mastheads and of navigation, as data: a new one is one word in its list."""

_SOURCES = """
来源 信息来源 文章来源 新闻来源 稿件来源 稿源 出处 来源于 发布机构 发文机关 发布单位
"""
_AUTHORS = """
作者 记者 通讯员 撰稿 撰文 供稿 文字 供稿人 本报记者 本网记者 作者姓名
"""
_TIMES = """
发布时间 发布日期 发表时间 发稿时间 更新时间 日期 时间 成文日期 发文日期 印发日期 上传时间 编辑时间
"""
_TITLES = """
标题 文章标题 名称
"""
_OTHERS = """
责编 责任编辑 编辑 责任校对 校对 审核 审稿 初审 复审 终审 编审 监制 值班编辑 网络编辑 执行主编 主编 美编
版式 制图 摄影 图片 录入 签发 浏览次数 点击数 点击 点击次数 阅读次数 阅读量 阅读 访问量 浏览量 浏览 人气
字号 字体 索引号 文号 发文字号 主题分类 有效性 分类号 关键字 关键词 中图分类号 栏目 版次 版面 期号 所属栏目
信息分类 公开方式 主题词 评论数
"""
_NAVIGATION = """
返回首页 返回顶部 返回列表 返回目录 返回 首页 网站首页 文章检索 全文检索 站内搜索 高级检索 检索 搜索 关键字
关键词 标题 作者 日期 上一版 下一版 上一篇 下一篇 上一页 下一页 上一期 下一期 上一条 下一条 往期回顾 往期
版面导航 版面目录 版面概览 标题导航 数字报 电子报 正文 打印 打印本页 打印本文 关闭 关闭窗口 关闭本页 字号 字体
大 中 小 默认 超大 分享 分享到 分享至 收藏 加入收藏 设为首页 评论 我要评论 网友评论 跟帖 点赞 转发 举报 纠错
我要纠错 推荐 推荐给好友 微信 微博 新浪微博 腾讯微博 朋友圈 空间 扫一扫 扫码 手机阅读 手机版 手机看 客户端
下载 登录 注册 订阅 投稿 网站地图 联系我们 关于我们 隐私 无障碍 无障碍阅读 繁体 简体 简 繁 English 阅读 浏览
人气 来源 时间 放大 缩小 朗读 语音播报 复制链接 原文链接 查看原文 阅读原文 阅读全文 展开全文 全文 导航 目录
更多 点击 当前 本期 RSS QQ QQ空间 QQ好友 PDF PDF版 APP
"""


def _longest_first(words: str) -> tuple[str, ...]:
    return tuple(sorted(words.split(), key=len, reverse=True))


SOURCES = _longest_first(_SOURCES)
AUTHORS = _longest_first(_AUTHORS)
TIMES = _longest_first(_TIMES)
TITLES = _longest_first(_TITLES)
OTHERS = _longest_first(_OTHERS)
NAVIGATION = _longest_first(_NAVIGATION)
