#include "cli/progress.h"

#include "report/text.h"
#include "report/width.h"
#include <stdio.h>

enum { QUIET_MS = 1000, REDRAW_MS = 100 };

void froe_progress_init(struct froe_progress_line *line, struct froe_clock clock, bool enabled,
                        unsigned columns)
{
    *line = (struct froe_progress_line){.clock = clock, .enabled = enabled, .columns = columns};
    line->started_ns = line->drawn_ns = froe_clock_now(clock);
}

static void put_bytes(struct froe_buf *out, uint64_t bytes)
{
    static const char *const units[] = {"B", "kB", "MB", "GB", "TB", "PB"};
    double amount = (double)bytes;
    size_t unit = 0;
    while (amount >= 999.5 && unit + 1 < sizeof units / sizeof *units) {
        amount /= 1000;
        unit++;
    }
    froe_buf_printf(out, unit && amount < 9.95 ? "%.1f %s" : "%.0f %s", amount, units[unit]);
}

static void put_lines_per_second(struct froe_buf *out, uint64_t lines, double elapsed_s)
{
    char text[FROE_SMALL_TEXT_MAX];
    froe_text_count(elapsed_s > 0 ? (uint64_t)((double)lines / elapsed_s) : 0, text);
    froe_buf_printf(out, "%s lines/s", text);
}

void froe_progress_text(struct froe_buf *out, const struct froe_progress *progress,
                        double elapsed_s)
{
    unsigned passes = progress->passes ? progress->passes : 1;
    unsigned pass = progress->pass ? progress->pass : 1;
    if (progress->bytes_total) {
        double part = (double)progress->bytes_done / (double)progress->bytes_total;
        double done = ((double)(pass - 1) + (part < 1 ? part : 1)) / (double)passes;
        froe_buf_printf(out, "%.0f %%  ", done * 100);
        put_bytes(out, progress->bytes_done);
        froe_buf_append_cstr(out, " of ");
        put_bytes(out, progress->bytes_total);
        froe_buf_append_cstr(out, "  ");
        put_lines_per_second(out, progress->lines, elapsed_s);
        if (done > 0.01) {
            double left_s = elapsed_s / done - elapsed_s;
            froe_buf_printf(out, "  %.0f:%02d left", (double)(uint64_t)(left_s / 60),
                            (int)((uint64_t)left_s % 60));
        }
    } else {
        put_bytes(out, progress->bytes_done);
        froe_buf_append_cstr(out, "  ");
        put_lines_per_second(out, progress->lines, elapsed_s);
    }
    if (passes > 1) froe_buf_printf(out, "  (pass %u of %u)", pass, passes);
}

void froe_progress_total(struct froe_buf *out, uint64_t lines, double elapsed_s)
{
    char text[FROE_SMALL_TEXT_MAX];
    froe_text_count(lines, text);
    froe_buf_printf(out, "%s lines in %.2f s, ", text, elapsed_s);
    put_lines_per_second(out, lines, elapsed_s);
}

void froe_progress_update(struct froe_progress_line *line, const struct froe_progress *progress)
{
    if (!line->enabled) return;
    int64_t now_ns = froe_clock_now(line->clock);
    if (now_ns - line->started_ns < QUIET_MS * INT64_C(1000000)) return;
    if (now_ns - line->drawn_ns < REDRAW_MS * INT64_C(1000000)) return;
    line->drawn_ns = now_ns;
    struct froe_buf text = {0}, shown = {0};
    froe_progress_text(&text, progress, (double)(now_ns - line->started_ns) / 1e9);
    froe_text_put_cut(&shown, froe_buf_slice(&text), line->columns ? line->columns - 1 : 79);
    if (shown.status == FROE_OK)
        fprintf(stderr, "\r%.*s\033[K", (int)shown.len, shown.ptr ? shown.ptr : "");
    line->drawn = true;
    froe_buf_release(&text);
    froe_buf_release(&shown);
}

void froe_progress_wipe(struct froe_progress_line *line)
{
    if (!line->drawn) return;
    fputs("\r\033[K", stderr);
    line->drawn = false;
}
