//! `coproc`: a process that is talked to over two pipes.

use crate::descriptors::{close, copy_to, pipe};
use crate::shell::Shell;
use crate::status::{Checked, Status};
use crate::variables::{Attributes, Value, Variable};
use nix::fcntl::{FcntlArg, fcntl};
use std::os::fd::RawFd;
use std::rc::Rc;

impl Shell {
    /// Starts `body` as a job: `name[0]` reads what it writes, `name[1]` writes what it reads, `name_PID` is its process.
    pub fn coproc(
        &mut self,
        line: u32,
        name: &str,
        text: impl AsRef<[u8]>,
        body: impl FnOnce(&mut Shell) -> Checked<Status>,
    ) -> Checked<Status> {
        self.begin(line);
        let (Ok((its_input, write)), Ok((read, its_output))) = (pipe(), pipe()) else {
            self.error("cannot make pipe for coprocess");
            return self.finish(Status(1));
        };
        let mut exposed = self.expose();
        let forked = self.fork(|sh| {
            for (from, to) in [(its_input, 0), (its_output, 1)] {
                let _ = copy_to(from, to);
            }
            [its_input, its_output, read, write].into_iter().for_each(close);
            sh.ignoring = 0;
            body(sh)
        });
        self.conceal(&mut exposed);
        self.late.append(&mut exposed.drains);
        close(its_input);
        close(its_output);
        let Some(pid) = forked else { return self.finish(Status(254)) };
        self.jobs.add(pid.as_raw(), text.as_ref().to_vec());
        let ends = [apart(read, 63), apart(write, 60)];
        let items =
            ends.iter().enumerate().map(|(at, fd)| (at as i64, fd.to_string().into_bytes()));
        let value = Value::Indexed(Rc::new(items.collect()));
        self.put_variable(name.as_bytes(), Variable { value, attributes: Attributes::NONE });
        let process = format!("{name}_PID");
        self.put_variable(process.as_bytes(), Variable::text(pid.to_string().into_bytes()));
        self.finish(Status::OK)
    }
}

/// The descriptor under the number that bash gives it, where that is free.
fn apart(fd: RawFd, wanted: RawFd) -> RawFd {
    if fcntl(wanted, FcntlArg::F_GETFD).is_ok() {
        return fd;
    }
    match fcntl(fd, FcntlArg::F_DUPFD_CLOEXEC(wanted)) {
        Ok(copy) => {
            close(fd);
            copy
        }
        Err(_) => fd,
    }
}
