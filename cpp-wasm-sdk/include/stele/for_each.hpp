/// STELE_FOR_EACH(macro, context, a, b, ...): macro(context, a) macro(context, b) ..., for up to 256 arguments;
/// STELE_FOR_EACH_COMMA puts a comma in front of each.
#pragma once

#define STELE_PARENS ()
#define STELE_EXPAND(...) STELE_EXPAND3(STELE_EXPAND3(STELE_EXPAND3(STELE_EXPAND3(__VA_ARGS__))))
#define STELE_EXPAND3(...) STELE_EXPAND2(STELE_EXPAND2(STELE_EXPAND2(STELE_EXPAND2(__VA_ARGS__))))
#define STELE_EXPAND2(...) STELE_EXPAND1(STELE_EXPAND1(STELE_EXPAND1(STELE_EXPAND1(__VA_ARGS__))))
#define STELE_EXPAND1(...) STELE_EXPAND0(STELE_EXPAND0(STELE_EXPAND0(STELE_EXPAND0(__VA_ARGS__))))
#define STELE_EXPAND0(...) __VA_ARGS__

#define STELE_FOR_EACH_COMMA(macro, context, ...) \
    __VA_OPT__(STELE_EXPAND(STELE_FOR_EACH_NEXT(macro, context, __VA_ARGS__)))
#define STELE_FOR_EACH_NEXT(macro, context, first, ...) \
    , macro(context, first) __VA_OPT__(STELE_FOR_EACH_AGAIN STELE_PARENS(macro, context, __VA_ARGS__))
#define STELE_FOR_EACH_AGAIN() STELE_FOR_EACH_NEXT

/// "text" of a name, for use with STELE_FOR_EACH_COMMA.
#define STELE_QUOTED(context, name) #name
