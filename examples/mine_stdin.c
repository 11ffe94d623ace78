/* Mines standard input and prints each template with its count.
   cc mine_stdin.c $(pkg-config --cflags --libs froe) -o mine_stdin && ./mine_stdin < app.log */
#include <froe/froe.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

static int fail(const char *what)
{
    fprintf(stderr, "mine_stdin: %s\n", what);
    return 1;
}

int main(void)
{
    char *error;
    struct froe_miner *miner = froe_miner_new(NULL, &error);
    if (!miner) return fail(error ? error : "out of memory");

    uint32_t source;
    static char bytes[1 << 16];
    size_t len;
    if (froe_miner_source(miner, "-", &source) != 0) return fail(froe_miner_error(miner));
    while ((len = fread(bytes, 1, sizeof bytes, stdin)) > 0)
        if (froe_miner_feed(miner, source, bytes, len) != 0) return fail(froe_miner_error(miner));
    if (froe_miner_end(miner, source) != 0) return fail(froe_miner_error(miner));

    struct froe_snapshot *snapshot = froe_miner_snapshot(miner);
    if (!snapshot) return fail(froe_miner_error(miner));
    for (size_t i = 0; i < froe_snapshot_count(snapshot); i++) {
        const struct froe_snapshot_cluster *cluster = froe_snapshot_cluster(snapshot, i);
        printf("%8" PRIu64 "  %-6s %s\n", cluster->count, cluster->level ? cluster->level : "-",
               cluster->template_text);
    }
    froe_snapshot_free(snapshot);
    froe_miner_free(miner);
    return 0;
}
