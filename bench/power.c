/* Writes down every change that a process makes to files of a folder, in the order in which it makes them.

   Preloaded (LD_PRELOAD); POWER_FOLDER is the folder, POWER_LOG the file that records are appended to. A record is one
   write in append mode, so those of several processes stand in one order, and what one process caused another to do
   stands before it. A record of a sync is written after the sync: until then nothing is promised.

   record: kind (1 byte), inode (8), offset (8), length (4), and as many bytes of data or of a name
   kinds:  C a name is made   W bytes are written   T a file is cut or grown to the offset   S a file is synced
           D the folder is synced   U a name is removed   R a name is exchanged ("old\nnew")
*/
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#define MOST 4096
static char watched[MOST]; /* by handle: 0 not ours, 1 a file, 2 the folder */
static uint64_t inodes[MOST];
static int journal = -1;
static const char *folder;

__attribute__((constructor)) static void begin(void) {
    folder = getenv("POWER_FOLDER");
    const char *path = getenv("POWER_LOG");
    if (folder && path) {
        int handle = syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
        /* Above the handles that programs count. */
        journal = fcntl(handle, F_DUPFD_CLOEXEC, 500);
        syscall(SYS_close, handle);
    }
}

static void record(char kind, uint64_t inode, uint64_t offset, const void *data, uint32_t length) {
    char head[21];
    head[0] = kind;
    memcpy(head + 1, &inode, 8);
    memcpy(head + 9, &offset, 8);
    memcpy(head + 17, &length, 4);
    struct iovec pieces[2] = {{head, 21}, {(void *)data, length}};
    if (syscall(SYS_writev, journal, pieces, length ? 2 : 1) != 21 + (long)length) abort();
}

/* The name within the folder; NULL for what is elsewhere, and for shared memory, which no disk keeps. */
static const char *ours(const char *path) {
    size_t length = folder ? strlen(folder) : 0;
    if (journal < 0 || !path || strncmp(path, folder, length)) return NULL;
    if (path[length] == 0) return "";
    if (path[length] != '/') return NULL;
    size_t rest = strlen(path);
    return rest > 4 && !strcmp(path + rest - 4, "-shm") ? NULL : path + length + 1;
}

static int opened(const char *path, int flags, mode_t mode) {
    struct stat before, after;
    const char *name = ours(path);
    int was = name && syscall(SYS_newfstatat, AT_FDCWD, path, &before, 0) == 0;
    int handle = syscall(SYS_openat, AT_FDCWD, path, flags, mode);
    if (handle >= 0 && handle < MOST) watched[handle] = 0;
    if (name && handle >= 0 && handle < MOST && fstat(handle, &after) == 0) {
        watched[handle] = S_ISDIR(after.st_mode) ? 2 : 1;
        inodes[handle] = after.st_ino;
        if (!was) record('C', after.st_ino, 0, name, strlen(name));
        else if (watched[handle] == 1 && (flags & O_TRUNC)) record('T', after.st_ino, 0, NULL, 0);
    }
    return handle;
}

#define OPEN(name)                                                                                                     \
    int name(const char *path, int flags, ...) {                                                                      \
        va_list rest;                                                                                                  \
        va_start(rest, flags);                                                                                         \
        mode_t mode = flags & (O_CREAT | __O_TMPFILE) ? va_arg(rest, mode_t) : 0;                                      \
        va_end(rest);                                                                                                  \
        return opened(path, flags, mode);                                                                              \
    }
OPEN(open)
OPEN(open64)

static int is_file(int handle) { return journal >= 0 && handle >= 0 && handle < MOST && watched[handle] == 1; }

int close(int handle) {
    if (handle == journal && handle >= 0) return 0;
    if (handle >= 0 && handle < MOST) watched[handle] = 0;
    return syscall(SYS_close, handle);
}

ssize_t write(int handle, const void *data, size_t length) {
    off_t at = is_file(handle) ? lseek(handle, 0, SEEK_CUR) : 0;
    ssize_t done = syscall(SYS_write, handle, data, length);
    if (done > 0 && is_file(handle)) record('W', inodes[handle], at, data, done);
    return done;
}

static ssize_t put(int handle, const void *data, size_t length, off_t at) {
    ssize_t done = syscall(SYS_pwrite64, handle, data, length, at);
    if (done > 0 && is_file(handle)) record('W', inodes[handle], at, data, done);
    return done;
}
ssize_t pwrite(int handle, const void *data, size_t length, off_t at) { return put(handle, data, length, at); }
ssize_t pwrite64(int handle, const void *data, size_t length, off64_t at) { return put(handle, data, length, at); }

static int sync_of(int handle, long call) {
    int failed = syscall(call, handle);
    if (!failed && journal >= 0 && handle >= 0 && handle < MOST && watched[handle])
        record(watched[handle] == 1 ? 'S' : 'D', inodes[handle], 0, NULL, 0);
    return failed;
}
int fsync(int handle) { return sync_of(handle, SYS_fsync); }
int fdatasync(int handle) { return sync_of(handle, SYS_fdatasync); }

static int cut(int handle, off_t length) {
    int failed = syscall(SYS_ftruncate, handle, length);
    if (!failed && is_file(handle)) record('T', inodes[handle], length, NULL, 0);
    return failed;
}
int ftruncate(int handle, off_t length) { return cut(handle, length); }
int ftruncate64(int handle, off64_t length) { return cut(handle, length); }

/* SQLite does without where these are refused. */
int fallocate(int handle, int mode, off_t offset, off_t length) {
    return is_file(handle) ? -1 : syscall(SYS_fallocate, handle, mode, offset, length);
}

int unlink(const char *path) {
    const char *name = ours(path);
    int failed = syscall(SYS_unlinkat, AT_FDCWD, path, 0);
    if (!failed && name) record('U', 0, 0, name, strlen(name));
    return failed;
}

int rename(const char *from, const char *to) {
    const char *old = ours(from), *new = ours(to);
    int failed = syscall(SYS_renameat, AT_FDCWD, from, AT_FDCWD, to);
    if (!failed && old && new) {
        char both[2 * PATH_MAX];
        int length = snprintf(both, sizeof both, "%s\n%s", old, new);
        record('R', 0, 0, both, length);
    }
    return failed;
}
