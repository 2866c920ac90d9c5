//! A small stack machine and a program for it.

#[derive(Clone, Copy)]
enum Op {
    Push(i64),
    Load(usize),
    Store(usize),
    Add,
    Mul,
    Mod,
    Less,
    JumpIf(usize),
    Print,
    Halt,
}

struct StackEmpty;

#[derive(Default)]
struct Machine {
    stack: Vec<i64>,
    variables: [i64; 8],
    steps: usize,
}

impl Machine {
    fn pop(&mut self) -> Result<i64, StackEmpty> {
        self.stack.pop().ok_or(StackEmpty)
    }

    fn run(&mut self, code: &[Op]) -> Result<(), StackEmpty> {
        let mut pc = 0;
        loop {
            let op = code[pc];
            pc += 1;
            self.steps += 1;
            match op {
                Op::Push(value) => self.stack.push(value),
                Op::Load(variable) => self.stack.push(self.variables[variable]),
                Op::Store(variable) => self.variables[variable] = self.pop()?,
                Op::Add => {
                    let right = self.pop()?;
                    let left = self.pop()?;
                    self.stack.push(left + right);
                }
                Op::Mul => {
                    let right = self.pop()?;
                    let left = self.pop()?;
                    self.stack.push(left * right);
                }
                Op::Mod => {
                    let right = self.pop()?;
                    let left = self.pop()?;
                    self.stack.push(left.rem_euclid(right));
                }
                Op::Less => {
                    let right = self.pop()?;
                    let left = self.pop()?;
                    self.stack.push(i64::from(left < right));
                }
                Op::JumpIf(target) => {
                    if self.pop()? != 0 {
                        pc = target;
                    }
                }
                Op::Print => println!("out {}", self.pop()?),
                Op::Halt => return Ok(()),
            }
        }
    }
}

fn main() {
    let n = std::env::args()
        .nth(1)
        .map_or(100, |text| text.parse().expect("a number"));
    let squares = [
        Op::Load(0),
        Op::Load(0),
        Op::Mul,
        Op::Load(1),
        Op::Add,
        Op::Push(999_983),
        Op::Mod,
        Op::Store(1),
        Op::Load(0),
        Op::Push(1),
        Op::Add,
        Op::Store(0),
        Op::Load(0),
        Op::Push(n),
        Op::Less,
        Op::JumpIf(0),
        Op::Load(1),
        Op::Print,
        Op::Halt,
    ];
    let mut machine = Machine::default();
    let _ = machine.run(&squares);
    println!("{} steps", machine.steps);
    if machine.stack.is_empty() && Machine::default().run(&[Op::Push(1), Op::Add]).is_err() {
        println!("stopped: stack is empty");
    }
}
