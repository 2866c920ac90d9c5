"""Copies and removes files and folders."""

import os


def copyfile(src, dst):
    src, dst = str(src), str(dst)
    with open(src, "rb") as source:
        data = source.read()
    with open(dst, "wb") as target:
        target.write(data)
    return dst


def copyfileobj(fsrc, fdst, length=0):
    fdst.write(fsrc.read())


def which(cmd, mode=1, path=None):
    if os.path.dirname(cmd):
        return cmd if os.path.isfile(cmd) and os.access(cmd, mode) else None
    folders = os.environ.get("PATH", "/bin:/usr/bin") if path is None else path
    for folder in folders.split(os.pathsep):
        found = os.path.join(folder, cmd)
        if os.path.isfile(found) and os.access(found, mode):
            return found
    return None


def copy(src, dst):
    src, dst = str(src), str(dst)
    if os.path.isdir(dst):
        dst = os.path.join(dst, os.path.basename(src))
    return copyfile(src, dst)


def copy2(src, dst):
    return copy(src, dst)


def move(src, dst):
    src, dst = str(src), str(dst)
    if os.path.isdir(dst):
        dst = os.path.join(dst, os.path.basename(src))
    os.rename(src, dst)
    return dst


def rmtree(path, ignore_errors=False):
    path = str(path)
    if ignore_errors and not os.path.isdir(path):
        return
    for name in os.listdir(path):
        inner = os.path.join(path, name)
        if os.path.isdir(inner):
            rmtree(inner)
        else:
            os.remove(inner)
    os.rmdir(path)


def copytree(src, dst):
    src, dst = str(src), str(dst)
    os.makedirs(dst)
    for name in os.listdir(src):
        inner = os.path.join(src, name)
        if os.path.isdir(inner):
            copytree(inner, os.path.join(dst, name))
        else:
            copyfile(inner, os.path.join(dst, name))
    return dst
