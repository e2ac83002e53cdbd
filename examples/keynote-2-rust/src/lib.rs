//! The bank of the keynote-2 benchmark: many accounts, transfers between two of them.
use stele::{reducer, table, ReducerContext, Table};

#[table(accessor = accounts, public)]
pub struct Accounts {
    #[primary_key]
    id: u32,
    balance: i64,
}

/// Replaces all accounts by the accounts 0 to n-1, each holding initialBalance.
#[reducer]
#[allow(non_snake_case)]
pub fn seed(ctx: &ReducerContext, n: u32, initialBalance: i64) {
    ctx.db.accounts().clear();
    for id in 0..n {
        ctx.db.accounts().insert(Accounts {
            id,
            balance: initialBalance,
        });
    }
}

/// Moves an amount from one account to another one.
#[reducer]
pub fn transfer(ctx: &ReducerContext, from: u32, to: u32, amount: i64) -> Result<(), &'static str> {
    if from == to {
        return Err("same_account");
    }
    if amount <= 0 {
        return Err("non_positive_amount");
    }
    let by_id = ctx.db.accounts().id();
    let (Some(source), Some(target)) = (by_id.find(from), by_id.find(to)) else {
        return Err("account_missing");
    };
    if source.balance < amount {
        return Err("insufficient_funds");
    }
    by_id.update(Accounts {
        id: from,
        balance: source.balance - amount,
    });
    by_id.update(Accounts {
        id: to,
        balance: target.balance + amount,
    });
    Ok(())
}
