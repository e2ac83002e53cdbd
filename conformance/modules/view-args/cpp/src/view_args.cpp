// Views that take arguments, and views that read others.
#include <stele/stele.hpp>

#include <optional>
#include <string>
#include <vector>

using namespace stele;

struct Player {
    u32 id;
    i32 x;
    std::string name;
    Identity owner;
};
STELE_TYPE(Player, id, x, name, owner)
STELE_TABLE(player, Player, Public, PrimaryKey<&Player::id>, BTree<&Player::x>, BTree<&Player::owner>)

void put(ReducerContext& ctx, u32 id, i32 x, std::string name, Identity owner) {
    ctx.db[player].by<&Player::id>().erase(id);
    ctx.db[player].insert({id, x, std::move(name), owner});
}
STELE_REDUCER(put, id, x, name, owner)

void remove_player(ReducerContext& ctx, u32 id) { ctx.db[player].by<&Player::id>().erase(id); }
STELE_REDUCER(remove_player, id)
STELE_FUNCTION_NAME(remove_player, "remove")

// Players between two places.
Query<Player> near(AnonymousViewContext&, i32 from_x, i32 to_x) {
    return from(player).where(col<&Player::x> >= from_x && col<&Player::x> < to_x);
}
STELE_VIEW(near, from, to)
STELE_VIEW_PRIMARY_KEY(near, Player, id)

// The caller's players of a name.
std::vector<Player> mine(ViewContext& ctx, std::string name) {
    std::vector<Player> rows;
    for (const Player& p : ctx.db[player].by<&Player::owner>().filter(ctx.sender))
        if (p.name == name) rows.push_back(p);
    return rows;
}
STELE_VIEW(mine, name)
STELE_VIEW_PRIMARY_KEY(mine, Player, id)

// What anybody's player of an owner is, or nothing.
std::optional<Player> first_of(AnonymousViewContext& ctx, Identity owner) {
    for (const Player& p : ctx.db[player].by<&Player::owner>().filter(owner)) return p;
    return std::nullopt;
}
STELE_VIEW(first_of, owner)
STELE_VIEW_PRIMARY_KEY(first_of, Player, id)

// Those near the middle without the one name.
Query<Player> middle(AnonymousViewContext&) { return {"SELECT * FROM near(-10, 10) WHERE name <> 'it''s'"}; }
STELE_VIEW(middle)
STELE_VIEW_PRIMARY_KEY(middle, Player, id)

// The caller's in the middle.
Query<Player> my_middle(ViewContext& ctx) {
    return {"SELECT * FROM middle WHERE owner = 0x" + ctx.sender.value.hex()};
}
STELE_VIEW(my_middle)
STELE_VIEW_PRIMARY_KEY(my_middle, Player, id)

Query<Player> chicken(AnonymousViewContext&) { return {"SELECT * FROM egg"}; }
STELE_VIEW(chicken)

Query<Player> egg(AnonymousViewContext&) { return {"SELECT * FROM chicken"}; }
STELE_VIEW(egg)

Query<Player> confused(AnonymousViewContext&) { return {"SELECT * FROM my_middle"}; }
STELE_VIEW(confused)
