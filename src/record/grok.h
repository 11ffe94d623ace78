/* Grok patterns: regular expressions with %{NAME:field} in them. What says no more than a layout
   can is turned into one (froe_grok_to_layout); the rest is PCRE2 with JIT, bounded by match
   limits.

   A pattern begins where the line begins; what stands behind its end is not looked at. */
#ifndef FROE_RECORD_GROK_H
#define FROE_RECORD_GROK_H

#include "base/buf.h"
#include "record/layout.h"

enum {
    FROE_GROK_TEXT_MAX = 64 * 1024, /* bytes of an expanded pattern */
    FROE_GROK_FIELDS_MAX = 128,
    FROE_GROK_DEPTH_MAX = 16, /* patterns within patterns */
    FROE_GROK_PATTERNS_MAX = 4096,
};

struct froe_grok_library; /* patterns by name: the user's, then the built-in ones */
struct froe_grok;         /* a compiled pattern; read-only, shared by threads */

/* NULL when memory is out. */
struct froe_grok_library *froe_grok_library_new(void);
void froe_grok_library_free(struct froe_grok_library *library);
/* Adds or replaces a pattern; both texts are copied. Whether it compiles shows when it is used. */
enum froe_status froe_grok_library_add(struct froe_grok_library *library, struct froe_slice name,
                                       struct froe_slice regex, struct froe_error *error);
/* Lines of "NAME regex"; empty lines and those that begin with '#' are passed over. Errors name
   `path` and the line. */
enum froe_status froe_grok_library_read(struct froe_grok_library *library, const char *path,
                                        struct froe_slice text, struct froe_error *error);
/* NULL when there is no such pattern. `library` may be NULL: the built-in ones. Valid until the
   next add. */
const char *froe_grok_library_find(const struct froe_grok_library *library, struct froe_slice name,
                                   bool *builtin);

/* Whether the text is a grok pattern rather than a layout: it has regex syntax, a %{NAME} without a
   field, or a name that layouts do not know and patterns do. */
bool froe_grok_is(const struct froe_grok_library *library, const char *text);

/* The layout that reads what the pattern reads, with a NUL behind; false (and nothing of use in
   `layout`) when layouts cannot say it. It may still be too long for a layout, or empty in a group.
 */
bool froe_grok_to_layout(const struct froe_grok_library *library, const char *text,
                         struct froe_buf *layout);

/* FROE_SYNTAX with a readable message when the pattern, or one that it names, is wrong. */
enum froe_status froe_grok_new(const struct froe_grok_library *library, const char *text,
                               struct froe_grok **grok, struct froe_error *error);
void froe_grok_free(struct froe_grok *grok);

/* Matches the line from its beginning; fills `parts` (FROE_PART_COUNT slices into the line, absent
   where a field was not found). Of two groups for one field the first that took part wins. False
   too when a match limit was hit or memory is out. Any thread. */
bool froe_grok_match(const struct froe_grok *grok, struct froe_slice line,
                     struct froe_slice *parts);
/* Sets first[b] for each byte b that a matching line can begin with. */
void froe_grok_first(const struct froe_grok *grok, unsigned char first[256]);
/* Whether an empty line matches. */
bool froe_grok_matches_empty(const struct froe_grok *grok);

/* The part a field of a pattern is kept as: by the names of layouts, and by those that patterns and
   ECS use ("loglevel", "[log][level]", "log.level"). FROE_PART_IGNORED for others. */
enum froe_layout_field froe_grok_part(struct froe_slice field);

/* Expansion, shared by the files of grok. The expanded regex goes to `regex`; named groups are
   "froe_0", "froe_1" ... for fields[0], fields[1] ... (slices into the texts of the library and of
   the pattern). */
struct froe_grok_expansion {
    struct froe_buf regex;
    struct froe_slice fields[FROE_GROK_FIELDS_MAX];
    unsigned field_count;
};
enum froe_status froe_grok_expand(const struct froe_grok_library *library, const char *text,
                                  struct froe_grok_expansion *expansion, struct froe_error *error);

/* One %{NAME:field:type} at the start of the text; field is absent (ptr NULL) without one. Returns
   its length, 0 when it is none. */
size_t froe_grok_reference(const char *text, struct froe_slice *name, struct froe_slice *field);

#endif
