/* Any lines, again and again with other digits: the report is the same whether lines like earlier
   ones are read again or not. */
#include "../unit/engine/memo_check.h"

#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 2 || size > 2000) return 0;
    struct froe_buf log = {0}, with = {0}, without = {0};
    uint64_t seed = data[0];
    struct froe_slice rest = froe_slice((const char *)data + 2, size - 2);
    for (unsigned round = 0; round < 3; round++) {
        for (size_t at = 0; at < rest.len;) {
            const char *end = memchr(rest.ptr + at, '\n', rest.len - at);
            size_t len = end ? (size_t)(end - rest.ptr) - at : rest.len - at;
            memo_check_repeat(&log, froe_slice(rest.ptr + at, len), 3, &seed);
            at += len + 1;
        }
    }
    const char *layout = data[1] & 1 ? "none" : NULL;
    size_t block_bytes = data[1] & 2 ? 5000 : 0;
    bool ok = memo_check_scan(froe_buf_slice(&log), layout, block_bytes, false, &with) &&
              memo_check_scan(froe_buf_slice(&log), layout, block_bytes, true, &without);
    if (ok && !froe_slice_eq(froe_buf_slice(&with), froe_buf_slice(&without))) {
        fprintf(stderr, "with the memo:\n%s\nwithout:\n%s\n", with.ptr, without.ptr);
        abort();
    }
    froe_buf_release(&log);
    froe_buf_release(&with);
    froe_buf_release(&without);
    return 0;
}
