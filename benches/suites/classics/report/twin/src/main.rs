//! A report on generated orders: totals per customer, as a table and as JSON.

use std::collections::BTreeMap;

struct Order {
    product: usize,
    quantity: u64,
}

impl Order {
    fn total(&self) -> u64 {
        self.quantity * PRODUCTS[self.product].1
    }
}

const CUSTOMERS: [&str; 5] = ["Ada", "Brahe", "Curie", "Darwin", "Euler"];
const PRODUCTS: [(&str, u64); 4] = [("bolt", 25), ("nut", 10), ("gear", 1250), ("spring", 333)];

fn generate(count: usize) -> impl Iterator<Item = (&'static str, Order)> {
    let mut state = 2024_u64;
    (0..count).map(move |_| {
        state = (state * 1_103_515_245 + 12345) % 2_147_483_648;
        let customer = CUSTOMERS[(state / 1024 % 5) as usize];
        let product = (state / 65536 % 4) as usize;
        (
            customer,
            Order {
                product,
                quantity: state / 4096 % 9 + 1,
            },
        )
    })
}

fn money(cents: u64) -> String {
    let digits = (cents / 100).to_string();
    let mut text = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    format!("{text}.{:02}", cents % 100)
}

fn main() {
    let count = std::env::args()
        .nth(1)
        .map_or(50, |text| text.parse().expect("a number"));
    let mut accounts: BTreeMap<&str, Vec<Order>> = BTreeMap::new();
    for (customer, order) in generate(count) {
        accounts.entry(customer).or_default().push(order);
    }
    println!("{:<10}{:>7}{:>15}  largest", "customer", "orders", "total");
    for (name, orders) in &accounts {
        let total = orders.iter().map(Order::total).sum();
        // the first of equals
        if let Some(best) = orders.iter().rev().max_by_key(|order| order.total()) {
            let product = PRODUCTS[best.product].0;
            let total = money(total);
            println!(
                "{name:<10}{:>7}{total:>15}  {} x {product}",
                orders.len(),
                best.quantity
            );
        }
    }
    println!("{{\n  \"orders\": {count},\n  \"customers\": [");
    let names: Vec<String> = accounts
        .keys()
        .map(|name| format!("    \"{name}\""))
        .collect();
    println!("{}\n  ],\n  \"products\": {{", names.join(",\n"));
    let totals: Vec<String> = (0..PRODUCTS.len())
        .map(|product| {
            let orders = accounts
                .values()
                .flatten()
                .filter(|order| order.product == product);
            let total: u64 = orders.map(|order| order.quantity).sum();
            format!("    \"{}\": {total}", PRODUCTS[product].0)
        })
        .collect();
    println!("{}\n  }}\n}}", totals.join(",\n"));
}
