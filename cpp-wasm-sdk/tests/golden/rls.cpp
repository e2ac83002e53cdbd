// Visibility filters and lifecycle reducers. The reference describes the same module in rls.bin.
#include <stele/stele.hpp>

using namespace stele;

struct Account {
    Identity who;
    std::string name;
};
STELE_TYPE(Account, who, name)
STELE_TABLE(account, Account, Public, PrimaryKey<&Account::who>)

struct Note {
    u32 id;
    Identity author;
    bool shared;
    std::string text;
};
STELE_TYPE(Note, id, author, shared, text)
STELE_TABLE(note, Note, Public, PrimaryKey<&Note::id>, BTree<&Note::author>)

struct Member {
    u32 id;
    u32 room;
    Identity who;
};
STELE_TYPE(Member, id, room, who)
STELE_TABLE(member, Member, Public, PrimaryKey<&Member::id>, BTree<&Member::room>, BTree<&Member::who>)

struct Message {
    u32 id;
    u32 room;
    std::string text;
};
STELE_TYPE(Message, id, room, text)
STELE_TABLE(message, Message, Public, PrimaryKey<&Message::id>, BTree<&Message::room>)

struct ConnLog {
    u32 id;
    std::string event;
    Identity who;
    bool has_connection;
};
STELE_TYPE(ConnLog, id, event, who, has_connection)
STELE_TABLE(conn_log, ConnLog, Public, PrimaryKey<&ConnLog::id>, AutoInc<&ConnLog::id>)

/// Row 0: the mode of the door. 0 open, 1 refuses with an error, 2 with a panic; the owner always comes in.
struct Door {
    u8 id;
    u8 mode;
    Identity owner;
};
STELE_TYPE(Door, id, mode, owner)
STELE_TABLE(door, Door, PrimaryKey<&Door::id>)

STELE_CLIENT_VISIBILITY_FILTER(OWN_ACCOUNT, "SELECT * FROM account WHERE who = :sender")
STELE_CLIENT_VISIBILITY_FILTER(OWN_NOTES, "SELECT * FROM note WHERE author = :sender")
STELE_CLIENT_VISIBILITY_FILTER(SHARED_NOTES, "SELECT * FROM note WHERE shared = true")
STELE_CLIENT_VISIBILITY_FILTER(
    ROOM_MESSAGES,
    "SELECT message.* FROM message JOIN member ON message.room = member.room WHERE member.who = :sender")

void record(ReducerContext& ctx, std::string event) {
    ctx.db[conn_log].insert({0, std::move(event), ctx.sender, ctx.connection_id.has_value()});
}

void init(ReducerContext& ctx) {
    ctx.db[door].insert({0, 0, ctx.sender});
    record(ctx, "init");
}
STELE_INIT(init)

Result<> connected(ReducerContext& ctx) {
    const Door found = ctx.db[door].by<&Door::id>().find(0).value();
    if (found.owner != ctx.sender) {
        if (found.mode == 1) return fail("the door is closed");
        if (found.mode == 2) panic("the door is broken");
    }
    record(ctx, "connected");
    return ok();
}
STELE_CLIENT_CONNECTED(connected)

void disconnected(ReducerContext& ctx) { record(ctx, "disconnected"); }
STELE_CLIENT_DISCONNECTED(disconnected)

void set_door(ReducerContext& ctx, u8 mode) {
    Door found = ctx.db[door].by<&Door::id>().find(0).value();
    found.mode = mode;
    ctx.db[door].by<&Door::id>().update(found);
}
STELE_REDUCER(set_door, mode)

void sign_up(ReducerContext& ctx, std::string name) { ctx.db[account].insert({ctx.sender, std::move(name)}); }
STELE_REDUCER(sign_up, name)

void add_note(ReducerContext& ctx, u32 id, bool shared, std::string text) {
    ctx.db[note].insert({id, ctx.sender, shared, std::move(text)});
}
STELE_REDUCER(add_note, id, shared, text)

void share(ReducerContext& ctx, u32 id, bool shared) {
    Note found = ctx.db[note].by<&Note::id>().find(id).value();
    found.shared = shared;
    ctx.db[note].by<&Note::id>().update(found);
}
STELE_REDUCER(share, id, shared)

void enter(ReducerContext& ctx, u32 id, u32 room) { ctx.db[member].insert({id, room, ctx.sender}); }
STELE_REDUCER(enter, id, room)

void leave(ReducerContext& ctx, u32 id) { ctx.db[member].by<&Member::id>().erase(id); }
STELE_REDUCER(leave, id)

void say(ReducerContext& ctx, u32 id, u32 room, std::string text) {
    ctx.db[message].insert({id, room, std::move(text)});
}
STELE_REDUCER(say, id, room, text)
