//! Which rows which client sees.
use spacetimedb::{
    client_visibility_filter, reducer, table, Filter, Identity, ReducerContext, Table,
};

/// Clients see their own visits alone.
#[client_visibility_filter]
const OWN_VISITS: Filter = Filter::Sql("SELECT * FROM visit WHERE who = :sender");

/// Who is in which club; seen by the member alone.
#[table(accessor = member, public)]
pub struct Member {
    #[primary_key]
    #[auto_inc]
    pub id: u32,
    #[index(btree)]
    pub who: Identity,
    #[index(btree)]
    pub club: u32,
}

#[client_visibility_filter]
const OWN_MEMBERSHIPS: Filter = Filter::Sql("SELECT * FROM member WHERE who = :sender");

/// What was said in a club; seen by its members.
#[table(accessor = message, public)]
pub struct Message {
    #[primary_key]
    #[auto_inc]
    pub id: u32,
    #[index(btree)]
    pub club: u32,
    pub text: String,
    pub is_open: bool,
}

#[client_visibility_filter]
const MESSAGES_OF_OWN_CLUBS: Filter = Filter::Sql(
    "SELECT message.* FROM message JOIN member ON message.club = member.club WHERE member.who = :sender",
);

/// What is open is seen by all, whether they are in the club or not.
#[client_visibility_filter]
const OPEN_MESSAGES: Filter = Filter::Sql("SELECT * FROM message WHERE is_open = true");

#[reducer]
pub fn join(ctx: &ReducerContext, club: u32) {
    ctx.db.member().insert(Member { id: 0, who: ctx.sender(), club });
}

#[reducer]
pub fn leave(ctx: &ReducerContext, club: u32) {
    let who = ctx.sender();
    for member in ctx.db.member().who().filter(who).filter(|member| member.club == club) {
        ctx.db.member().id().delete(member.id);
    }
}

#[reducer]
pub fn say(ctx: &ReducerContext, club: u32, text: String, is_open: bool) {
    ctx.db.message().insert(Message { id: 0, club, text, is_open });
}
