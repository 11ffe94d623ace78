/* A file of formats, or (behind a '!') of grok patterns, added to nothing but itself. */
#include "record/format_yaml.h"
#include "record/grok.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct froe_error error = {0};
    struct froe_slice text = froe_slice((const char *)data, size);
    if (size && data[0] == '!') {
        struct froe_grok_library *library = froe_grok_library_new();
        if (library) froe_grok_library_read(library, "f", froe_slice_from(text, 1), &error);
        froe_grok_library_free(library);
        return 0;
    }
    struct froe_format_file file;
    if (froe_format_file_read(&file, "f", text, &error) != FROE_OK) return 0;
    for (unsigned i = 0; i < file.count; i++) froe_format_file_line(&file, i, "layouts", 1);
    froe_format_file_release(&file);
    return 0;
}
