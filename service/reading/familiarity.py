"""How much a text looks like Chinese that someone wrote: the share of its Han that are the commonest."""

import re

# The 400 commonest characters of news, reports and policy texts, and the traditional forms of those that
# have one.
# More of them would not tell better: text decoded wrongly reaches at most a third of the lowest genuine
# text already.
_COMMON = frozenset(
    "的一是在人个有了中这不大国我为和年上学来以们公会对地他发就要行业生到时能分长成于出后下同用方说法家现市可实比也产作"
    "主日民工进司过得高多新自化子元其面动那利全理道经力本定合等体之前开与部度天月种性所增区事你机好提期重加去者关都然表么"
    "建量里文而入还着心小点品收政当将外场间制数及内代展电平通应三务北最院起从两如明资水第些教因系门相计员样位物海结西目看"
    "东亿常基金但程问军安万特设并持已正此题手研名情被科率原级向次各山没很术南社由想意城战果交二别管只报组无技总受美统队至"
    "较价头式立保口件据变育老世更非流委布回强治共解把华十任信又路使它领省见知处究先师或运达线活完做气身记规指形导营赛质决"
    "江升论给权型她话京今网接续调界预每速放联己首股州步书局求四车认影单构改效石集义源取台传案该直少光商类近考议打标反模斯"
    "投选王整才武告约值广环项济需专具球空费备张农风马带条未校望推女响再什势清际湖造示显太料觉优几米观创维参转儿"
    "並來個們備傳價億優兒內兩別創動務勢區參員問單國報場學實將專對導師帶幾廣張強後從應戰據數於時書會東條業構標樣機權氣決沒"
    "濟無營爲為現環產當發種約級組結給統經維網線總續義聯臺與華萬處術裏裡見規覺觀計記設話該認說調論議變費資質賽車軍較轉農這"
    "進運過達選還長門開間關隊際電響項預領頭題類顯風馬體麼點佔"
)
# Of the basic plane, and all of planes 2 and 3, which Unicode keeps for Han.
HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003fffd"
_HAN = re.compile(f"[{HAN}]+")
_SAMPLE = 20_000  # Han that are looked at: the share is settled long before


def han_count(characters: str) -> int:
    """How many of the characters are Han."""
    return sum(map(len, _HAN.findall(characters)))


def familiarity(characters: str) -> float:
    """The share of the Han that are among the commonest, 0 to 1; 0 for a text without Han."""
    seen = common = 0
    for run in _HAN.finditer(characters):
        common += sum(character in _COMMON for character in run[0][:_SAMPLE])
        seen += min(len(run[0]), _SAMPLE)
        if seen >= _SAMPLE:
            break
    return common / seen if seen else 0.0
