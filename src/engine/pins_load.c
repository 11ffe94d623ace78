#include "engine/pins_load.h"

#include "base/buf.h"
#include <errno.h>
#include <stdio.h>
#include <string.h>

enum { PIECE_BYTES = 64 * 1024 };

static enum froe_status read_file(const char *path, struct froe_buf *text, struct froe_error *error)
{
    enum froe_status status = FROE_OK;
    FILE *file = fopen(path, "rb");
    if (!file)
        return froe_error_set(error, FROE_USAGE, "pinned templates %.300s: %s", path,
                              strerror(errno));
    for (size_t got = PIECE_BYTES; status == FROE_OK && got == PIECE_BYTES;) {
        char *room = froe_buf_reserve(text, PIECE_BYTES);
        if (!room) {
            status = froe_error_memory(error);
            break;
        }
        got = fread(room, 1, PIECE_BYTES, file);
        text->len += got;
        if (text->len > FROE_PINS_BYTES_MAX)
            status = froe_error_set(error, FROE_USAGE, "pinned templates %.300s: larger than 4 MiB",
                                    path);
        else if (ferror(file))
            status = froe_error_set(error, FROE_USAGE, "pinned templates %.300s: %s", path,
                                    strerror(errno));
    }
    fclose(file);
    return status;
}

enum froe_status froe_pins_load(const char *path, const struct froe_masks *masks,
                                struct froe_pins **pins, struct froe_error *error)
{
    struct froe_buf text = {0};
    *pins = NULL;
    enum froe_status status = read_file(path, &text, error);
    if (status == FROE_OK) status = froe_pins_new(froe_buf_slice(&text), path, masks, pins, error);
    froe_buf_release(&text);
    return status;
}
