/* What the terminal outputs print in a cell. */
#ifndef FROE_REPORT_CELLS_H
#define FROE_REPORT_CELLS_H

#include "report/report.h"
#include "report/style.h"
#include "report/width.h"

void froe_cell_pad(struct froe_buf *out, size_t columns);
/* Text in a cell of `columns`, cut when longer, padded behind when shorter. */
void froe_cell_left(struct froe_buf *out, struct froe_slice text, size_t columns, bool color,
                    const char *style);
void froe_cell_right(struct froe_buf *out, struct froe_slice text, size_t columns);
/* "ERROR", "-" for none. */
struct froe_slice froe_cell_level(enum froe_level level);
/* The template with its variables coloured, cut at `columns`. Returns the columns used. */
size_t froe_cell_template(struct froe_buf *out, const struct froe_cluster *cluster, size_t columns,
                          bool color);

#endif
