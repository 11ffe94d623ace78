#include "mine/template.h"

#include "base/hash.h"
#include <ctype.h>
#include <stdio.h>

static void write_id(uint64_t hash, char id[FROE_TEMPLATE_ID_BYTES])
{
    for (int i = 0; i < FROE_TEMPLATE_ID_BYTES - 1; i++) {
        id[i] = "0123456789abcdefghjkmnpqrstvwxyz"[hash & 31];
        hash >>= 5;
    }
    id[FROE_TEMPLATE_ID_BYTES - 1] = '\0';
}

void froe_template_id(struct froe_slice plain, char id[FROE_TEMPLATE_ID_BYTES])
{
    write_id(froe_hash_bytes(plain, 0x66726f65), id);
}

void froe_template_id_beside_pin(struct froe_slice plain, char id[FROE_TEMPLATE_ID_BYTES])
{
    write_id(froe_hash_bytes(plain, 0x70696e), id);
}

struct froe_slice froe_template_plain(struct froe_arena *arena, const struct froe_forms *forms,
                                      const froe_symbol *symbols, size_t len)
{
    size_t bytes = 0;
    for (size_t i = 0; i < len; i++) bytes += froe_forms_text(forms, symbols[i]).len;
    char *text = froe_arena_bytes(arena, bytes + 1);
    if (!text) return (struct froe_slice){0};
    size_t n = 0;
    for (size_t i = 0; i < len; i++) {
        struct froe_slice part = froe_forms_text(forms, symbols[i]);
        memcpy(text + n, part.ptr, part.len);
        n += part.len;
    }
    text[n] = '\0';
    return froe_slice(text, n);
}

static bool name_byte(char c)
{
    return isalnum((unsigned char)c) || c == '_' || c == '-' || c == '.';
}

struct froe_slice froe_template_hole_name(struct froe_slice text)
{
    const struct froe_slice none = {0};
    size_t end = text.len;
    bool space = end && text.ptr[end - 1] == ' ';
    while (end && text.ptr[end - 1] == ' ') end--;
    if (end && !space &&
        (text.ptr[end - 1] == '"' || text.ptr[end - 1] == '\'' || text.ptr[end - 1] == '[' ||
         text.ptr[end - 1] == '('))
        end--;
    while (end && text.ptr[end - 1] == ' ') end--;
    if (!end || (text.ptr[end - 1] != '=' && text.ptr[end - 1] != ':')) return none;
    end--;
    while (end && text.ptr[end - 1] == ' ') end--;
    if (end && (text.ptr[end - 1] == '"' || text.ptr[end - 1] == '\'')) end--;
    size_t start = end;
    while (start && name_byte(text.ptr[start - 1])) start--;
    while (start < end && !isalpha((unsigned char)text.ptr[start]) && text.ptr[start] != '_')
        start++;
    return start < end ? froe_slice(text.ptr + start, end - start) : none;
}

static struct froe_slice placeholder(struct froe_arena *arena, const struct froe_masks *masks,
                                     uint8_t type)
{
    const char *name = froe_var_name(masks, type);
    size_t len = strlen(name);
    char *text = froe_arena_bytes(arena, len + 3);
    if (!text) return (struct froe_slice){0};
    snprintf(text, len + 3, "<%s>", name);
    return froe_slice(text, len + 2);
}

static bool join_typed(struct froe_arena *arena, struct froe_template *template)
{
    template->typed = template->plain;
    if (!template->hole_count) return true;
    size_t bytes = 0;
    for (uint32_t i = 0; i < template->part_count; i++) bytes += template->parts[i].text.len;
    char *text = froe_arena_bytes(arena, bytes + 1);
    if (!text) return false;
    size_t n = 0;
    for (uint32_t i = 0; i < template->part_count; i++) {
        memcpy(text + n, template->parts[i].text.ptr, template->parts[i].text.len);
        n += template->parts[i].text.len;
    }
    text[n] = '\0';
    template->typed = froe_slice(text, n);
    return true;
}

bool froe_template_fill(struct froe_arena *arena, const struct froe_forms *forms,
                        const struct froe_masks *masks, const froe_symbol *symbols, size_t len,
                        const uint8_t *types, struct froe_template *template)
{
    *template = (struct froe_template){.plain = froe_template_plain(arena, forms, symbols, len)};
    size_t holes = 0;
    for (size_t i = 0; i < len; i++) holes += symbols[i] == FROE_SYMBOL_VARIABLE;
    struct froe_template_part *parts = froe_arena_alloc(arena, (2 * holes + 1) * sizeof *parts);
    if (!template->plain.ptr || !parts) return false;
    size_t at = 0; /* in the plain text */
    for (size_t i = 0; i < len;) {
        struct froe_template_part *part = &parts[template->part_count++];
        if (symbols[i] == FROE_SYMBOL_VARIABLE) {
            part->hole = true;
            part->type = types[template->hole_count++];
            part->text = placeholder(arena, masks, part->type);
            if (!part->text.ptr) return false;
            if (template->part_count > 1) part->name = froe_template_hole_name(part[-1].text);
            at += 3;
            i++;
            continue;
        }
        size_t start = at;
        while (i < len && symbols[i] != FROE_SYMBOL_VARIABLE)
            at += froe_forms_text(forms, symbols[i++]).len;
        part->text = froe_slice(template->plain.ptr + start, at - start);
    }
    template->parts = parts;
    froe_template_id(template->plain, template->id);
    return join_typed(arena, template);
}
