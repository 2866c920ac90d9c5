"""Commands that run to their end. What they write is text where the call says `text` or names an encoding, and bytes elsewhere."""

import os

PIPE = -1
STDOUT = -2
DEVNULL = -3


class SubprocessError(Exception):
    pass


class CalledProcessError(SubprocessError):
    def __init__(self, returncode, cmd, output=None, stderr=None):
        super().__init__(returncode, cmd)
        self.returncode = returncode
        self.cmd = cmd
        self.output = output
        self.stdout = output
        self.stderr = stderr

    def __str__(self):
        if self.returncode < 0:
            return f"Command '{self.cmd}' died with {signal_name(-self.returncode)}."
        return f"Command '{self.cmd}' returned non-zero exit status {self.returncode}."


class TimeoutExpired(SubprocessError):
    def __init__(self, cmd, timeout, output=None, stderr=None):
        super().__init__(cmd, timeout)
        self.cmd = cmd
        self.timeout = timeout
        self.output = output
        self.stdout = output
        self.stderr = stderr

    def __str__(self):
        return f"Command '{self.cmd}' timed out after {self.timeout} seconds"


class CompletedProcess:
    def __init__(self, args, returncode, stdout=None, stderr=None):
        self.args = args
        self.returncode = returncode
        self.stdout = stdout
        self.stderr = stderr

    def __repr__(self):
        parts = [f"args={self.args!r}", f"returncode={self.returncode!r}"]
        if self.stdout is not None:
            parts.append(f"stdout={self.stdout!r}")
        if self.stderr is not None:
            parts.append(f"stderr={self.stderr!r}")
        return f"CompletedProcess({', '.join(parts)})"

    def check_returncode(self):
        if self.returncode != 0:
            raise CalledProcessError(self.returncode, self.args, self.stdout, self.stderr)


def signal_name(number):
    names = {1: "SIGHUP", 2: "SIGINT", 3: "SIGQUIT", 6: "SIGABRT", 8: "SIGFPE", 9: "SIGKILL", 11: "SIGSEGV", 13: "SIGPIPE", 14: "SIGALRM", 15: "SIGTERM"}
    if number in names:
        return f"<Signals.{names[number]}: {number}>"
    return f"unknown signal {number}"


def words_of(args, shell):
    if isinstance(args, str):
        return ["/bin/sh", "-c", args] if shell else [args]
    words = [str(arg) for arg in args]
    return ["/bin/sh", "-c"] + words if shell else words


def pairs_of(env):
    return ["shared"] if env is None else ["alone"] + [f"{name}={value}" for name, value in env.items()]


def bytes_of(input):
    if input is None:
        return b""
    if isinstance(input, str):
        return input.encode()
    return input


def place_of(stream):
    return "own" if stream is None else os.spawn_place(stream)


def run(args, *, stdin=None, input=None, stdout=None, stderr=None, capture_output=False, shell=False, cwd=None, timeout=None, check=False, encoding=None, text=None, env=None, universal_newlines=None):
    if capture_output and (stdout is not None or stderr is not None):
        raise ValueError("stdout and stderr arguments may not be used with capture_output.")
    out = "pipe" if capture_output else place_of(stdout)
    err = "pipe" if capture_output else place_of(stderr)
    fed = place_of(stdin) if input is None else "pipe"
    folder = "" if cwd is None else str(cwd)
    limit = -1.0 if timeout is None else float(timeout)
    code, written, errors = os.spawn(words_of(args, shell), bytes_of(input), f"{fed} {out} {err}", folder, pairs_of(env), limit)
    if code == 1000:
        raise TimeoutExpired(args, timeout)
    if text is None and encoding is None and universal_newlines is None:
        done = CompletedProcess(args, code, written if out == "pipe" else None, errors if err == "pipe" else None)
    else:
        done = CompletedProcess(args, code, text_of(written) if out == "pipe" else None, text_of(errors) if err == "pipe" else None)
    if check and code != 0:
        raise CalledProcessError(code, args, done.stdout, done.stderr)
    return done


def text_of(written):
    return written.decode().replace("\r\n", "\n").replace("\r", "\n")


def call(args, *, stdin=None, stdout=None, stderr=None, shell=False, cwd=None, timeout=None, env=None):
    return run(args, stdin=stdin, stdout=stdout, stderr=stderr, shell=shell, cwd=cwd, timeout=timeout, env=env).returncode


def check_call(args, *, stdin=None, stdout=None, stderr=None, shell=False, cwd=None, timeout=None, env=None):
    code = call(args, stdin=stdin, stdout=stdout, stderr=stderr, shell=shell, cwd=cwd, timeout=timeout, env=env)
    if code != 0:
        raise CalledProcessError(code, args)
    return 0


def check_output(args, *, stdin=None, input=None, stderr=None, shell=False, cwd=None, timeout=None, encoding=None, text=None, env=None, universal_newlines=None):
    out = run(args, stdin=stdin, input=input, stdout=PIPE, stderr=stderr, shell=shell, cwd=cwd, timeout=timeout, check=True, encoding=encoding, text=text, env=env, universal_newlines=universal_newlines).stdout
    assert out is not None
    return out


def getstatusoutput(cmd):
    done = run(cmd, shell=True, stdout=PIPE, stderr=STDOUT, text=True)
    text = done.stdout or ""
    return done.returncode, text[:-1] if text.endswith("\n") else text


def getoutput(cmd):
    return getstatusoutput(cmd)[1]
