// A correct module, which each file of this folder spoils in one way. The first line of a file says what the
// compiler's message must hold.
#pragma once

#include "stele/stele.hpp"

using namespace stele;

struct Person {
    u64 id;
    std::string email;
    u8 age;
    std::optional<u32> height;
};
STELE_TYPE(Person, id, email, age, height)
STELE_TABLE(people, Person, Public, PrimaryKey<&Person::id>, AutoInc<&Person::id>, Unique<&Person::email>,
            BTree<&Person::age>, Hash<&Person::age, &Person::email>)

struct Pet {
    u32 id;
    double weight;
};
STELE_TYPE(Pet, id, weight)
STELE_TABLE(pets, Pet, PrimaryKey<&Pet::id>)
