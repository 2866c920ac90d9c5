//! Options of `set` and `shopt`.

/// `set -o` names in the order of its listing, with the letter.
pub const SET_OPTIONS: &[(&str, u8)] = &[
    ("allexport", b'a'),
    ("braceexpand", b'B'),
    ("emacs", 0),
    ("errexit", b'e'),
    ("errtrace", b'E'),
    ("functrace", b'T'),
    ("hashall", b'h'),
    ("histexpand", b'H'),
    ("history", 0),
    ("ignoreeof", 0),
    ("interactive-comments", 0),
    ("keyword", b'k'),
    ("monitor", b'm'),
    ("noclobber", b'C'),
    ("noexec", b'n'),
    ("noglob", b'f'),
    ("nolog", 0),
    ("notify", b'b'),
    ("nounset", b'u'),
    ("onecmd", b't'),
    ("physical", b'P'),
    ("pipefail", 0),
    ("posix", 0),
    ("privileged", b'p'),
    ("verbose", b'v'),
    ("vi", 0),
    ("xtrace", b'x'),
];

/// `shopt` names in the order of its listing, and whether they are on at start of a script.
pub const SHOPT_OPTIONS: &[(&str, bool)] = &[
    ("autocd", false),
    ("assoc_expand_once", false),
    ("cdable_vars", false),
    ("cdspell", false),
    ("checkhash", false),
    ("checkjobs", false),
    ("checkwinsize", true),
    ("cmdhist", true),
    ("compat31", false),
    ("compat32", false),
    ("compat40", false),
    ("compat41", false),
    ("compat42", false),
    ("compat43", false),
    ("compat44", false),
    ("complete_fullquote", true),
    ("direxpand", false),
    ("dirspell", false),
    ("dotglob", false),
    ("execfail", false),
    ("expand_aliases", false),
    ("extdebug", false),
    ("extglob", false),
    ("extquote", true),
    ("failglob", false),
    ("force_fignore", true),
    ("globasciiranges", true),
    ("globskipdots", true),
    ("globstar", false),
    ("gnu_errfmt", false),
    ("histappend", false),
    ("histreedit", false),
    ("histverify", false),
    ("hostcomplete", true),
    ("huponexit", false),
    ("inherit_errexit", false),
    ("interactive_comments", true),
    ("lastpipe", false),
    ("lithist", false),
    ("localvar_inherit", false),
    ("localvar_unset", false),
    ("login_shell", false),
    ("mailwarn", false),
    ("no_empty_cmd_completion", false),
    ("nocaseglob", false),
    ("nocasematch", false),
    ("noexpand_translation", false),
    ("nullglob", false),
    ("patsub_replacement", true),
    ("progcomp", true),
    ("progcomp_alias", false),
    ("promptvars", true),
    ("restricted_shell", false),
    ("shift_verbose", false),
    ("sourcepath", true),
    ("varredir_close", false),
    ("xpg_echo", false),
];

/// Which options are on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    set: u64,
    shopt: u64,
}

impl Default for Options {
    fn default() -> Options {
        let mut options = Options { set: 0, shopt: 0 };
        for name in ["braceexpand", "hashall", "interactive-comments"] {
            options.put(name, true);
        }
        for (name, on) in SHOPT_OPTIONS {
            options.put_shopt(name, *on);
        }
        options
    }
}

fn set_bit(name: &str) -> Option<u64> {
    SET_OPTIONS.iter().position(|(option, _)| *option == name).map(|at| 1 << at)
}

fn shopt_bit(name: &str) -> Option<u64> {
    SHOPT_OPTIONS.iter().position(|(option, _)| *option == name).map(|at| 1 << at)
}

macro_rules! set_queries {
    ($($method:ident = $at:expr, $name:expr;)*) => {
        impl Options { $(
            #[doc = concat!("Is `set -o ", $name, "` on?")]
            pub fn $method(self) -> bool {
                debug_assert_eq!(SET_OPTIONS[$at].0, $name);
                self.set >> $at & 1 == 1
            }
        )* }
    };
}

set_queries! {
    allexport = 0, "allexport";
    errexit = 3, "errexit";
    errtrace = 4, "errtrace";
    functrace = 5, "functrace";
    monitor = 12, "monitor";
    noclobber = 13, "noclobber";
    noexec = 14, "noexec";
    noglob = 15, "noglob";
    nounset = 18, "nounset";
    physical = 20, "physical";
    pipefail = 21, "pipefail";
    posix = 22, "posix";
    verbose = 24, "verbose";
    xtrace = 26, "xtrace";
}

impl Options {
    /// Turns a `set -o` option on or off; `false` when there is none of that name.
    pub fn put(&mut self, name: &str, on: bool) -> bool {
        let Some(bit) = set_bit(name) else { return false };
        self.set = if on { self.set | bit } else { self.set & !bit };
        // One way of editing at a time.
        let other = match name {
            "vi" => set_bit("emacs"),
            "emacs" => set_bit("vi"),
            _ => None,
        };
        if let Some(other) = other.filter(|_| on) {
            self.set &= !other;
        }
        true
    }

    /// Is a `set -o` option on? `None`: no such option.
    pub fn get(self, name: &str) -> Option<bool> {
        set_bit(name).map(|bit| self.set & bit != 0)
    }

    /// Turns a `shopt` option on or off; `false` when there is none of that name.
    pub fn put_shopt(&mut self, name: &str, on: bool) -> bool {
        let Some(bit) = shopt_bit(name) else { return false };
        self.shopt = if on { self.shopt | bit } else { self.shopt & !bit };
        true
    }

    /// Is a `shopt` option on? `None`: no such option.
    pub fn get_shopt(self, name: &str) -> Option<bool> {
        shopt_bit(name).map(|bit| self.shopt & bit != 0)
    }

    /// `shopt extdebug`: asked at every call of a function.
    pub fn extdebug(self) -> bool {
        const AT: usize = 21;
        debug_assert_eq!(SHOPT_OPTIONS[AT].0, "extdebug");
        self.shopt >> AT & 1 == 1
    }

    /// Is a `shopt` option on?
    pub fn shopt(self, name: &str) -> bool {
        self.get_shopt(name).unwrap_or(false)
    }

    /// `$-`.
    pub fn letters(self) -> Vec<u8> {
        let mut letters: Vec<u8> = SET_OPTIONS
            .iter()
            .filter(|(name, letter)| *letter != 0 && self.get(name) == Some(true))
            .map(|(_, letter)| *letter)
            .collect();
        letters.sort_by_key(|letter| (letter.is_ascii_uppercase(), *letter));
        letters
    }

    /// `SHELLOPTS`.
    pub fn set_list(self) -> String {
        let on = SET_OPTIONS.iter().filter(|(name, _)| self.get(name) == Some(true));
        on.map(|(name, _)| *name).collect::<Vec<_>>().join(":")
    }

    /// `BASHOPTS`.
    pub fn shopt_list(self) -> String {
        let on = SHOPT_OPTIONS.iter().filter(|(name, _)| self.shopt(name));
        on.map(|(name, _)| *name).collect::<Vec<_>>().join(":")
    }
}
