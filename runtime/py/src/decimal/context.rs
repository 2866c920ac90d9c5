//! Contexts: how many digits numbers have, and how what does not fit is rounded.

use std::cell::{Cell, RefCell};

use super::{Decimal, NAMES, Rounding, functions, methods};
use crate::exception::{Exception, Result};
use crate::integer::Integer;

#[derive(Clone, Copy)]
pub(super) struct Settings {
    pub(super) precision: i64,
    pub(super) rounding: Rounding,
}

const DEFAULT: Settings = Settings { precision: 28, rounding: Rounding::HalfEven };
/// The place of the context that a program starts with.
const FIRST: usize = usize::MAX;
/// The place of the context of `with localcontext()`.
const LOCAL: usize = usize::MAX - 1;

thread_local! {
    /// The settings of the context that is in force.
    pub(super) static SETTINGS: Cell<Settings> = const { Cell::new(DEFAULT) };
    /// Its place.
    static CURRENT: Cell<usize> = const { Cell::new(FIRST) };
    /// The settings of the contexts that the program made.
    static MADE: RefCell<Vec<Settings>> = const { RefCell::new(Vec::new()) };
}

/// A handle to settings; one of `localcontext` remembers what was in force before it.
#[derive(Clone, Copy)]
pub struct Context {
    place: usize,
    before: Option<(usize, Settings)>,
}

impl Context {
    fn settings(self) -> Settings {
        if self.place == CURRENT.get() {
            return SETTINGS.get();
        }
        MADE.with_borrow(|made| made.get(self.place).copied()).unwrap_or_else(|| SETTINGS.get())
    }

    fn set(self, settings: Settings) {
        if self.place == CURRENT.get() || self.place >= LOCAL {
            SETTINGS.set(settings);
        }
        MADE.with_borrow_mut(|made| {
            if let Some(own) = made.get_mut(self.place) {
                *own = settings;
            }
        });
    }

    /// Runs with these settings in force.
    fn within<T>(self, run: impl FnOnce() -> T) -> T {
        let before = SETTINGS.replace(self.settings());
        let result = run();
        SETTINGS.set(before);
        result
    }
}

/// `getcontext()`
pub fn getcontext() -> Context {
    Context { place: CURRENT.get(), before: None }
}

/// `localcontext()`
pub fn localcontext() -> Context {
    Context { place: LOCAL, before: Some((CURRENT.replace(LOCAL), SETTINGS.get())) }
}

/// `localcontext(context)`
pub fn localcontext_of(context: Context) -> Context {
    let settings = context.settings();
    let local = localcontext();
    SETTINGS.set(settings);
    local
}

/// `setcontext(context)`
pub fn setcontext(context: Context) {
    SETTINGS.set(context.settings());
    CURRENT.set(context.place);
}

/// The end of `with localcontext()`.
pub fn restore(context: Context) {
    if let Some((place, settings)) = context.before {
        CURRENT.set(place);
        SETTINGS.set(settings);
    }
}

/// `context.prec`
pub fn precision(context: Context) -> i64 {
    context.settings().precision
}

/// `context.rounding`
pub fn rounding(context: Context) -> String {
    let now = context.settings().rounding;
    NAMES.iter().find(|name| name.1 == now).map_or("", |name| name.0).to_owned()
}

/// `context.copy()`
pub fn copy_context(context: Context) -> Context {
    let settings = context.settings();
    let place = MADE.with_borrow_mut(|made| {
        made.push(settings);
        made.len() - 1
    });
    Context { place, before: None }
}

pub(super) fn rounding_of(name: &str) -> Result<Rounding> {
    let found = NAMES.iter().find(|known| known.0 == name);
    found.map(|known| known.1).ok_or_else(|| {
        crate::exception::type_error(
            "valid values for rounding are:\n  [ROUND_CEILING, ROUND_FLOOR, ROUND_UP, ROUND_DOWN,\n   ROUND_HALF_UP, ROUND_HALF_DOWN, ROUND_HALF_EVEN,\n   ROUND_05UP]",
        )
    })
}

fallible! {
    /// `Context(precision, rounding)`
    fn context / try_context [](precision: impl Integer, rounding: &str) -> Context {
        let context = copy_context(Context { place: CURRENT.get(), before: None });
        try_set_precision(context, precision)?;
        try_set_rounding(context, rounding)?;
        Ok(context)
    }

    /// `context.prec = n`
    fn set_precision / try_set_precision [](context: Context, n: impl Integer) -> () {
        let precision = n.clamp_i64();
        if precision < 1 {
            return Err(crate::exception::value_error("valid range for prec is [1, MAX_PREC]"));
        }
        context.set(Settings { precision, ..context.settings() });
        Ok(())
    }

    /// `context.rounding = name`
    fn set_rounding / try_set_rounding [](context: Context, name: &str) -> () {
        context.set(Settings { rounding: rounding_of(name)?, ..context.settings() });
        Ok(())
    }

    /// `x.sqrt(context)`
    fn sqrt_within / try_sqrt_within [](x: &Decimal, context: Context) -> Decimal {
        context.within(|| functions::try_sqrt(x))
    }

    /// `x.quantize(exp, context=context)`
    fn quantize_within / try_quantize_within [](x: &Decimal, exp: &Decimal, context: Context) -> Decimal {
        context.within(|| methods::try_quantize(x, exp))
    }

    /// `context.create_decimal(x)`, `context.plus(x)`
    fn plus_within / try_plus_within [](context: Context, x: &Decimal) -> Decimal {
        context.within(|| super::try_pos(x))
    }

    /// `context.create_decimal(text)`
    fn parse_within / try_parse_within [](context: Context, text: &str) -> Decimal {
        try_plus_within(context, &super::try_parse(text)?)
    }

    /// `context.add(a, b)`
    fn add_within / try_add_within [](context: Context, a: &Decimal, b: &Decimal) -> Decimal {
        context.within(|| super::try_add(a, b))
    }

    /// `context.subtract(a, b)`
    fn sub_within / try_sub_within [](context: Context, a: &Decimal, b: &Decimal) -> Decimal {
        context.within(|| super::try_sub(a, b))
    }

    /// `context.multiply(a, b)`
    fn mul_within / try_mul_within [](context: Context, a: &Decimal, b: &Decimal) -> Decimal {
        context.within(|| super::try_mul(a, b))
    }

    /// `context.divide(a, b)`
    fn div_within / try_div_within [](context: Context, a: &Decimal, b: &Decimal) -> Decimal {
        context.within(|| super::try_div(a, b))
    }

    /// `context.quantize(x, exp)`
    fn quantized_within / try_quantized_within [](context: Context, x: &Decimal, exp: &Decimal) -> Decimal {
        context.within(|| methods::try_quantize(x, exp))
    }

    /// `context.remainder(a, b)`
    fn modulo_within / try_modulo_within [](context: Context, a: &Decimal, b: &Decimal) -> Decimal {
        context.within(|| super::try_modulo(a, b))
    }

    /// `context.minus(x)`
    fn neg_within / try_neg_within [](context: Context, x: &Decimal) -> Decimal {
        context.within(|| super::try_neg(x))
    }

    /// `context.abs(x)`
    fn abs_within / try_abs_within [](context: Context, x: &Decimal) -> Decimal {
        context.within(|| super::try_abs(x))
    }

    /// `context.sqrt(x)`
    fn root_within / try_root_within [](context: Context, x: &Decimal) -> Decimal {
        context.within(|| functions::try_sqrt(x))
    }

    /// `context.exp(x)`
    fn exp_within / try_exp_within [](context: Context, x: &Decimal) -> Decimal {
        context.within(|| functions::try_exp(x))
    }

    /// `context.ln(x)`
    fn ln_within / try_ln_within [](context: Context, x: &Decimal) -> Decimal {
        context.within(|| functions::try_ln(x))
    }

    /// `context.log10(x)`
    fn log10_within / try_log10_within [](context: Context, x: &Decimal) -> Decimal {
        context.within(|| functions::try_log10(x))
    }

    /// `context.Emax = n`, `context.Emin = n`: numbers have no limits of their own, so only limits that are far away are taken.
    fn set_limit / try_set_limit [](_context: Context, n: impl Integer) -> () {
        if n.clamp_i64().abs() < 999_999 {
            return Err(Exception::new("NotImplementedError", "limits of exponents"));
        }
        Ok(())
    }

    /// `context.power(a, b)`
    fn pow_within / try_pow_within [](context: Context, a: &Decimal, b: &Decimal) -> Decimal {
        context.within(|| super::try_pow(a, b))
    }
}
