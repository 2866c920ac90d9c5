"""Options of a command line as C's getopt takes them."""

import os


class GetoptError(Exception):
    def __init__(self, msg, opt=""):
        super().__init__(msg)
        self.msg = msg
        self.opt = opt

    def __str__(self):
        return self.msg


error = GetoptError


def getopt(args, shortopts, longopts=[]):
    opts = []
    args = list(args)
    longs = [longopts] if isinstance(longopts, str) else list(longopts)
    while args and args[0].startswith("-") and args[0] != "-":
        if args[0] == "--":
            args = args[1:]
            break
        if args[0].startswith("--"):
            args = _long(opts, args[0][2:], longs, args[1:])
        else:
            args = _shorts(opts, args[0][1:], shortopts, args[1:])
    return opts, args


def gnu_getopt(args, shortopts, longopts=[]):
    opts = []
    rest = []
    args = list(args)
    longs = [longopts] if isinstance(longopts, str) else list(longopts)
    stops = "POSIXLY_CORRECT" in os.environ
    if shortopts.startswith("+"):
        shortopts = shortopts[1:]
        stops = True
    while args:
        if args[0] == "--":
            rest += args[1:]
            break
        if args[0].startswith("--"):
            args = _long(opts, args[0][2:], longs, args[1:])
        elif args[0].startswith("-") and args[0] != "-":
            args = _shorts(opts, args[0][1:], shortopts, args[1:])
        elif stops:
            rest += args
            break
        else:
            rest.append(args[0])
            args = args[1:]
    return opts, rest


def _long(opts, opt, longopts, args):
    value = ""
    given = "=" in opt
    if given:
        at = opt.index("=")
        value = opt[at + 1 :]
        opt = opt[:at]
    possible = [each for each in longopts if each.startswith(opt)]
    if not possible:
        raise GetoptError("option --%s not recognized" % opt, opt)
    takes = False
    if opt in possible:
        pass
    elif opt + "=" in possible:
        takes = True
    else:
        if len(possible) > 1:
            raise GetoptError("option --%s not a unique prefix" % opt, opt)
        takes = possible[0].endswith("=")
        opt = possible[0][:-1] if takes else possible[0]
    if takes:
        if not given:
            if not args:
                raise GetoptError("option --%s requires argument" % opt, opt)
            value = args[0]
            args = args[1:]
    elif given:
        raise GetoptError("option --%s must not have an argument" % opt, opt)
    opts.append(("--" + opt, value))
    return args


def _shorts(opts, optstring, shortopts, args):
    while optstring:
        opt = optstring[0]
        optstring = optstring[1:]
        at = -1 if opt == ":" else shortopts.find(opt)
        if at < 0:
            raise GetoptError("option -%s not recognized" % opt, opt)
        value = ""
        if shortopts.startswith(":", at + 1):
            if optstring == "":
                if not args:
                    raise GetoptError("option -%s requires argument" % opt, opt)
                optstring = args[0]
                args = args[1:]
            value = optstring
            optstring = ""
        opts.append(("-" + opt, value))
    return args
