//! Character classes that `char` does not have.

/// The first digit of each run of ten decimal digits (general category Nd), beyond ASCII.
const ZEROS: [u32; 34] = [
    0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xde6,
    0xe50, 0xed0, 0xf20, 0x1040, 0x1090, 0x17e0, 0x1810, 0x1946, 0x19d0, 0x1a80, 0x1a90, 0x1b50,
    0x1bb0, 0x1c40, 0x1c50, 0xa620, 0xa8d0, 0xa900, 0xff10, 0x1d7ce, 0x1d7d8,
];

/// The value of a decimal digit of any script.
pub(crate) fn decimal(c: char) -> Option<u32> {
    if c.is_ascii() {
        return c.to_digit(10);
    }
    let code = u32::from(c);
    ZEROS.iter().find(|zero| (**zero..**zero + 10).contains(&code)).map(|zero| code - zero)
}

/// Digits that are no decimals: superscripts, subscripts, circled ones.
pub(crate) fn is_other_digit(c: char) -> bool {
    matches!(c, '\u{b2}' | '\u{b3}' | '\u{b9}' | '\u{2070}' | '\u{2074}'..='\u{2079}' | '\u{2080}'..='\u{2089}'
        | '\u{2460}'..='\u{2468}' | '\u{2474}'..='\u{247c}' | '\u{2488}'..='\u{2490}' | '\u{24ea}' | '\u{24f5}'..='\u{24fd}'
        | '\u{2776}'..='\u{277e}' | '\u{2780}'..='\u{2788}' | '\u{278a}'..='\u{2792}')
}

/// `c.isalpha()`: the letters, without the marks and letter numbers that Unicode's Alphabetic includes.
pub(crate) fn is_letter(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphabetic();
    }
    c.is_alphabetic()
        && !matches!(c, '\u{345}' | '\u{5b0}'..='\u{5c7}' | '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}' | '\u{670}'
            | '\u{6d6}'..='\u{6e4}' | '\u{6e7}' | '\u{6e8}' | '\u{6ed}' | '\u{900}'..='\u{903}' | '\u{93a}' | '\u{93b}'
            | '\u{93e}'..='\u{94c}' | '\u{94e}' | '\u{94f}' | '\u{2160}'..='\u{2182}' | '\u{2185}'..='\u{2188}'
            | '\u{24b6}'..='\u{24e9}' | '\u{3007}' | '\u{3021}'..='\u{3029}')
}
