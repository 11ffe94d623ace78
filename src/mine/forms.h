/* Private to src/mine: the working set of induction.

   A form is a sequence of symbols: constants (words, punctuation, one space) and VARIABLE.
   Induction starts with one form for each distinct skeleton (types of variables set aside) and
   merges forms step by step; following `merged_into` from a starting form leads to its template.
   Forms and symbols are numbered in the order of their text, so nothing depends on the order of the
   input. */
#ifndef FROE_MINE_FORMS_H
#define FROE_MINE_FORMS_H

#include "base/intern.h"
#include "mine/table.h"

typedef uint32_t froe_symbol;

enum { FROE_SYMBOL_VARIABLE = 0, FROE_SYMBOL_SPACE = 1 };

/* What the text of a symbol is like; computed once. */
struct froe_symbol_traits {
    char punctuation; /* the symbol is this one character; 0: it is not */
    bool word;        /* may be the value of a hole: has a letter or digit, does not end in - . / */
    bool capital;     /* CAPITALS and underscores only, two or more */
    bool dotted;      /* holds '/' or two dots */
    bool digit;
    bool name;    /* put together as names are: tmp_orders, db-primary, app.jar, sda1 */
    bool unit;    /* KB, ms, seconds ... */
    bool state;   /* an action, a state or an outcome: never the value of a variable by itself */
    bool person;  /* user, operator ...: what follows is somebody's name */
    bool context; /* user, host, file, path ...: what follows is a name */
};

struct froe_form {
    const froe_symbol *symbols; /* in the arena */
    uint32_t len;
    uint32_t merged_into; /* UINT32_MAX while alive */
    uint64_t hash;
    uint64_t lines;    /* records behind it, itself and all merged into it */
    uint32_t merged;   /* forms that were merged into it */
    uint64_t location; /* see froe_signature */
    uint16_t words;    /* constant words */
};

struct froe_forms {
    struct froe_arena arena;
    struct froe_intern texts;          /* symbol = id + 2 */
    struct froe_symbol_traits *traits; /* by symbol */
    size_t trait_capacity;
    struct froe_form *items;
    size_t count, capacity;
    struct froe_map by_hash;
    uint64_t merges;      /* so far */
    froe_symbol *scratch; /* room for the longest form twice */
};

bool froe_forms_init(struct froe_forms *forms);
void froe_forms_release(struct froe_forms *forms);

froe_symbol froe_forms_symbol(struct froe_forms *forms, struct froe_slice text);
struct froe_slice froe_forms_text(const struct froe_forms *forms, froe_symbol symbol);
static inline const struct froe_symbol_traits *froe_forms_traits(const struct froe_forms *forms,
                                                                 froe_symbol symbol)
{
    return &forms->traits[symbol];
}
/* The character of a symbol that is one character of punctuation; 0 for all others. */
static inline char froe_forms_punctuation(const struct froe_forms *forms, froe_symbol symbol)
{
    return forms->traits[symbol].punctuation;
}

/* The form with these symbols (adjacent variables fall together), made when new. UINT32_MAX when
   memory is out. Pointers into items are invalid afterwards. */
uint32_t froe_forms_put(struct froe_forms *forms, const froe_symbol *symbols, size_t len);
/* From now on `from` is `into` (nothing happens when they are the same). */
void froe_forms_merge(struct froe_forms *forms, uint32_t from, uint32_t into);
/* The living form that `form` has become. */
uint32_t froe_forms_find(struct froe_forms *forms, uint32_t form);

static inline bool froe_form_alive(const struct froe_form *form)
{
    return form->merged_into == UINT32_MAX && form->lines > 0;
}

uint64_t froe_symbols_hash(const froe_symbol *symbols, size_t len);

/* Living forms with equal keys, for the steps that merge whole groups. */
struct froe_form_key {
    uint64_t key;
    uint32_t form;
};
struct froe_form_groups {
    struct froe_form_key *items; /* sorted by key, then by form */
    size_t count;
};
/* The key of a form; a form for which it returns false takes no part. */
typedef bool froe_form_key_of(struct froe_forms *forms, const void *rule, uint32_t form,
                              uint64_t *key);
/* Calls key_of for every living form. False when memory is out. */
bool froe_forms_group(struct froe_forms *forms, const void *rule, froe_form_key_of *key_of,
                      struct froe_form_groups *groups);
/* The group that starts at `start`: its length in items. */
size_t froe_form_group_len(const struct froe_form_groups *groups, size_t start);

/* What the forms of a group of two or more become; UINT32_MAX when memory is out. */
typedef uint32_t froe_form_result_of(struct froe_forms *forms, const void *rule,
                                     const struct froe_form_key *group, size_t len);
/* Merges every group of equal keys into what result_of makes of it. `rule` is handed to both. */
bool froe_forms_merge_groups(struct froe_forms *forms, const void *rule, froe_form_key_of *key_of,
                             froe_form_result_of *result_of);

#endif
