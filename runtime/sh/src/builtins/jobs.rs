//! `jobs`, `kill`, `wait`, `disown`.

use crate::shell::Shell;
use crate::status::{Checked, Status};
use crate::traps::{signal_name, signal_number};
use nix::sys::signal::Signal;
use nix::unistd::Pid;

/// `fg`, `bg`: there is no job control in a script.
pub fn no_control(sh: &mut Shell, _: &[Vec<u8>]) -> Checked<Status> {
    let name = sh.builtin.unwrap_or("fg");
    Ok(sh.builtin_error(name, "no job control"))
}

/// `suspend`: a script has no job control to come back by.
pub fn suspend(sh: &mut Shell, _: &[Vec<u8>]) -> Checked<Status> {
    Ok(sh.builtin_error("suspend", "cannot suspend: no job control"))
}

/// `jobs [-lprs]`.
pub fn jobs(sh: &mut Shell, args: &[Vec<u8>]) -> Checked<Status> {
    let options = match super::letters(
        sh,
        args,
        "lnprsx",
        "jobs [-lnprs] [jobspec ...] or jobs -x command [args]",
    ) {
        Ok(options) => options,
        Err(status) => return Ok(status),
    };
    let operands = &args[options.taken..];
    if options.has(b'x') {
        if operands.is_empty() {
            return Ok(Status::OK);
        }
        let words = operands.iter().map(|word| match sh.jobs.by_spec(word) {
            Some(job) if word.starts_with(b"%") => job.pid.to_string().into_bytes(),
            _ => word.clone(),
        });
        let words = words.collect();
        return sh.dispatch(words, crate::command::Among::All);
    }
    sh.jobs.reap();
    let list = sh.jobs.shown();
    let mut chosen = Vec::new();
    let mut status = Status::OK;
    for word in operands {
        match sh.jobs.by_spec(word).filter(|_| word.starts_with(b"%")) {
            Some(job) => chosen.push(job.pid),
            None => status = sh.builtin_error("jobs", [&word[..], b": no such job"].concat()),
        }
    }
    let mut text = Vec::new();
    for (at, job) in list.iter().enumerate() {
        if !operands.is_empty() && !chosen.contains(&job.pid) {
            continue;
        }
        if options.has(b's') || (options.has(b'r') && job.status.is_some()) {
            continue;
        }
        if options.has(b'p') {
            text.extend_from_slice(format!("{}\n", job.pid).as_bytes());
            continue;
        }
        let mark = match list.len() - at {
            1 => '+',
            2 => '-',
            _ => ' ',
        };
        let state = match job.status {
            None => "Running".to_string(),
            Some(Status(0)) => "Done".to_string(),
            Some(Status(code)) if code > 128 => {
                let signal = Signal::try_from(i32::from(code) - 128);
                signal.map_or("Done".to_string(), |signal| format!("{signal:?}"))
            }
            Some(Status(code)) => format!("Exit {code}"),
        };
        let pid = if options.has(b'l') { format!("{:5}", job.pid) } else { String::new() };
        text.extend_from_slice(format!("[{}]{mark} {pid} {state:<24}", job.number).as_bytes());
        text.extend_from_slice(&job.text);
        if job.status.is_none() {
            text.extend_from_slice(b" &");
        }
        text.push(b'\n');
    }
    sh.write(&text);
    sh.jobs.forget_ended();
    Ok(status)
}

fn list_signals(sh: &mut Shell, args: &[Vec<u8>]) -> Status {
    if args.is_empty() {
        let mut text = String::new();
        let numbers = (1..=64).filter(|number| !(32..34).contains(number));
        for (column, number) in numbers.enumerate() {
            text.push_str(&format!("{number:2}) {}", signal_name(number)));
            text.push(if column % 5 == 4 { '\n' } else { '\t' });
        }
        text.push('\n');
        sh.write(text.as_bytes());
        return Status::OK;
    }
    let mut status = Status::OK;
    for word in args {
        match (super::integer(word), signal_number(word)) {
            (Some(number), _) if matches!(number, 0..=64 | 129..=192) => {
                let number = if number > 128 { number - 128 } else { number };
                let name = signal_name(number as i32);
                sh.write(format!("{}\n", name.strip_prefix("SIG").unwrap_or(&name)).as_bytes());
            }
            (None, Some(number)) => sh.write(format!("{number}\n").as_bytes()),
            _ => {
                status = sh
                    .builtin_error("kill", [&word[..], b": invalid signal specification"].concat())
            }
        }
    }
    status
}

/// `kill [-s name | -n number | -name] targets`, `kill -l`.
pub fn kill(sh: &mut Shell, args: &[Vec<u8>]) -> Checked<Status> {
    const USAGE: &[u8] = b"kill: usage: kill [-s sigspec | -n signum | -sigspec] pid | jobspec ... or kill -l [sigspec]\n";
    let mut signal = Signal::SIGTERM as i32;
    let mut rest = args;
    if let Some((first, more)) = args.split_first() {
        match first.as_slice() {
            b"-l" | b"-L" => return Ok(list_signals(sh, more)),
            b"--" => rest = more,
            b"-s" | b"-n" => {
                let Some((name, more)) = more.split_first() else {
                    sh.builtin_error(
                        "kill",
                        [&first[..], b": option requires an argument"].concat(),
                    );
                    return Ok(Status(1));
                };
                let Some(number) = signal_number(name) else {
                    sh.builtin_error(
                        "kill",
                        [&name[..], b": invalid signal specification"].concat(),
                    );
                    return Ok(Status(1));
                };
                (signal, rest) = (number, more);
            }
            [b'-', name @ ..] if !name.is_empty() => {
                let Some(number) = signal_number(name) else {
                    sh.builtin_error("kill", [name, b": invalid signal specification"].concat());
                    return Ok(Status(1));
                };
                (signal, rest) = (number, more);
            }
            _ => {}
        }
    }
    if rest.first().is_some_and(|word| word == b"--") {
        rest = &rest[1..];
    }
    if rest.is_empty() {
        sh.write_error(USAGE);
        return Ok(Status(2));
    }
    sh.out.flush();
    let mut status = Status::OK;
    for word in rest {
        let pid = if word.starts_with(b"%") {
            match sh.jobs.by_spec(word) {
                Some(job) => job.pid,
                None => {
                    status = sh.builtin_error("kill", [&word[..], b": no such job"].concat());
                    continue;
                }
            }
        } else {
            match super::integer(word) {
                Some(pid) => pid as i32,
                None => {
                    status = sh.builtin_error(
                        "kill",
                        [&word[..], b": arguments must be process or job IDs"].concat(),
                    );
                    continue;
                }
            }
        };
        // An ended child that nobody has waited for is gone for the script.
        sh.jobs.reap();
        if sh.jobs.by_pid(pid).is_some_and(|job| job.status.is_some()) {
            status = sh.builtin_error("kill", format!("({pid}) - No such process"));
            continue;
        }
        let sent = nix::sys::signal::kill(Pid::from_raw(pid), Signal::try_from(signal).ok());
        if let Err(error) = sent {
            status = sh.builtin_error("kill", format!("({pid}) - {}", error.desc()));
        }
    }
    Ok(status)
}

/// `wait [-n] [-p var] [targets]`.
pub fn wait(sh: &mut Shell, args: &[Vec<u8>]) -> Checked<Status> {
    let options = match super::letters(sh, args, "fnp:", "wait [-fn] [-p var] [id ...]") {
        Ok(options) => options,
        Err(status) => return Ok(status),
    };
    let rest = &args[options.taken..];
    if options.has(b'n') {
        return wait_any(sh, rest, options.value(b'p').cloned());
    }
    if rest.is_empty() {
        let pids: Vec<i32> =
            sh.jobs.list().iter().filter(|job| job.status.is_none()).map(|job| job.pid).collect();
        for pid in pids {
            let status = sh.wait_job(pid);
            if sh.jobs.by_pid(pid).is_some_and(|job| job.status.is_none()) && status.0 > 128 {
                // A trapped signal ended the wait.
                return Ok(status);
            }
        }
        sh.jobs.forget_ended();
        return Ok(Status::OK);
    }
    let mut status = Status::OK;
    for word in rest {
        let pid = if word.starts_with(b"%") {
            sh.jobs.by_spec(word).map(|job| job.pid)
        } else {
            match super::integer(word) {
                Some(pid) => Some(pid as i32),
                None => {
                    sh.builtin_error(
                        "wait",
                        [b"`", &word[..], b"': not a pid or valid job spec"].concat(),
                    );
                    return Ok(Status(1));
                }
            }
        };
        let Some(pid) = pid else {
            sh.builtin_error("wait", [&word[..], b": no such job"].concat());
            status = Status(127);
            continue;
        };
        if sh.jobs.by_pid(pid).is_none()
            && let Some(ended) = sh.jobs.ended.get(&pid)
        {
            status = *ended;
            continue;
        }
        if sh.jobs.by_pid(pid).is_none() && sh.jobs.last_background() != Some(pid) {
            if !sh.dash {
                sh.builtin_error("wait", format!("pid {pid} is not a child of this shell"));
            }
            status = Status(127);
            continue;
        }
        status = sh.wait_job(pid);
        if let Some(job) = sh.jobs.by_pid(pid) {
            job.told = job.status.is_some();
        }
        if let Some(name) = options.value(b'p') {
            let name = name.clone();
            sh.assign(name, pid.to_string())?;
        }
    }
    Ok(status)
}

fn wait_any(sh: &mut Shell, targets: &[Vec<u8>], name: Option<Vec<u8>>) -> Checked<Status> {
    sh.out.flush();
    let wanted: Vec<i32> = targets
        .iter()
        .filter_map(|word| {
            if word.starts_with(b"%") {
                sh.jobs.by_spec(word).map(|job| job.pid)
            } else {
                super::integer(word).map(|pid| pid as i32)
            }
        })
        .collect();
    loop {
        sh.jobs.reap();
        let list = sh.jobs.list().to_vec();
        let mine: Vec<_> = list
            .iter()
            .filter(|job| !job.told)
            .filter(|job| wanted.is_empty() || wanted.contains(&job.pid))
            .collect();
        if mine.is_empty() {
            return Ok(Status(127));
        }
        if let Some(job) = mine.iter().find(|job| job.status.is_some()) {
            sh.jobs.remove(job.pid);
            if let Some(name) = name {
                sh.assign(name, job.pid.to_string())?;
            }
            return Ok(job.status.unwrap_or_default());
        }
        if let Some(signal) = sh.trapped_signal() {
            return Ok(Status(128 + signal as u8));
        }
        std::thread::sleep(std::time::Duration::from_millis(2));
    }
}

/// `disown`: the jobs are forgotten.
pub fn disown(sh: &mut Shell, args: &[Vec<u8>]) -> Checked<Status> {
    let pids: Vec<i32> = if args.is_empty() {
        sh.jobs.list().last().map(|job| job.pid).into_iter().collect()
    } else {
        args.iter()
            .filter_map(|word| {
                if word.starts_with(b"%") {
                    sh.jobs.by_spec(word).map(|job| job.pid)
                } else {
                    super::integer(word).map(|pid| pid as i32)
                }
            })
            .collect()
    };
    for pid in pids {
        sh.jobs.remove(pid);
    }
    Ok(Status::OK)
}
