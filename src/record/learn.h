/* A layout learned from the lines themselves, for logs whose layout nobody wrote down.

   All lines are walked together, from left to right. At every step the lines are asked what stands
   at their cursors, and what at least 95 of 100 of them have in common becomes the next element of
   the layout; the others drop out, and when more than 15 of 100 are gone the walk ends. An element
   is a blank, a punctuation byte, or a column: a timestamp, a level, a number, what brackets hold,
   what runs up to a separator (`|`, `;`, a tab, `: `, ` - ` ...), or a word.

   A column is *telling* when chance or a sentence would not put it there: a timestamp; levels; what
   stands in brackets; a small set of values before a separator; a word padded to a width; a number,
   or a small set of identifiers, each followed by all sorts of words. The head ends behind the last
   telling column; other columns belong to it only when a telling one follows. So

     134681 node-246 unix.hw state_change.unavailable 1077804742 1 Component State Change: ...
     350766 node-109 gige temperature 1084680778 1 Link error on ...

   is read as number, words, time (telling: the words before it belong to the head), number
   (telling: always the same kind, followed by many different words), and then words of which none
   is telling:

     %{NOTSPACE:number} %{NOTSPACE:host} %{NOTSPACE:service} %{NOTSPACE:column} %{EPOCH:time}
     %{NOTSPACE:number} %{REST:message}

   Of several timestamps the fullest is the time; of the words the one with letters, a small set of
   values and the clearest end is the service. Where a layout has a time its other columns are loose
   (NOTSPACE), so that what the sample did not show is read too; without one they stay strict.

   What is not learned: pairs (host=web1 level=INFO) in front of a message, bare plain words whose
   followers are all their own (each component prints its own messages), a date and a time of day in
   two columns. There the head ends earlier; nothing is cut that could be a sentence. */
#ifndef FROE_RECORD_LEARN_H
#define FROE_RECORD_LEARN_H

#include "base/buf.h"
#include "record/timestamp.h"

enum {
    FROE_LEARN_LINES_MAX = 1000, /* of more lines every second, third ... is looked at */
    FROE_LEARN_LINES_MIN = 12,   /* fewer say nothing */
};

/* Appends the layout, in the language of formats/, that the lines seem to be in; nothing when there
   is none to be found. The lines are as layouts see them (froe_head_clean). A function of the lines
   and nothing else; takes some ten passes over the first bytes of each. Fails only when memory is
   out. */
enum froe_status froe_learn_layout(const struct froe_slice *lines, size_t line_count,
                                   const struct froe_time_context *times, struct froe_buf *layout,
                                   struct froe_error *error);

#endif
