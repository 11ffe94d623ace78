/* One entry of the table: counting, observing, sampling, merging. */
#include "mine/table_internal.h"

#include "base/calendar.h"
#include "base/hash.h"
#include "mine/number.h"
#include <stdlib.h>

void froe_entry_release(struct froe_entry *entry, size_t slot_count)
{
    froe_histogram_release(&entry->histogram);
    for (size_t i = 0; entry->slots && i < slot_count; i++) froe_values_release(&entry->slots[i]);
    free(entry->slots);
    entry->slots = NULL;
    for (size_t i = 0; i < entry->sample_count; i++) free(entry->samples[i].text);
    entry->sample_count = 0;
}

static void widen(struct froe_entry *entry, int64_t first_ns, int64_t last_ns)
{
    if (first_ns == FROE_TIME_NONE) return;
    if (entry->first_ns == FROE_TIME_NONE || first_ns < entry->first_ns) entry->first_ns = first_ns;
    if (entry->last_ns == FROE_TIME_NONE || last_ns > entry->last_ns) entry->last_ns = last_ns;
}

bool froe_entry_count(struct froe_entry *entry, const struct froe_table_event *event)
{
    entry->weight++;
    if (!event->selected) return true;
    entry->count++;
    if (event->time_ns == FROE_TIME_NONE) return true;
    widen(entry, event->time_ns, event->time_ns);
    return froe_histogram_add(&entry->histogram, event->time_ns, 1);
}

static bool slots_ready(struct froe_entry *entry, size_t slot_count)
{
    if (!entry->slots && slot_count) entry->slots = calloc(slot_count, sizeof *entry->slots);
    return entry->slots || !slot_count;
}

/* All of the first records, then ever fewer: 1 in 2^k, told by the record's place. */
bool froe_entry_observes(const struct froe_entry *entry, const struct froe_table_event *event)
{
    uint64_t past = entry->count / (event->later ? FROE_OBSERVED_LATER : FROE_OBSERVED_ALWAYS);
    if (past == 0) return true;
    unsigned k = 63 - (unsigned)__builtin_clzll(past) + (event->later ? 3 : 1);
    uint64_t hash = froe_hash_mix(event->line, (uint64_t)event->source << 32 | 7);
    return (hash & ((UINT64_C(1) << k) - 1)) == 0;
}

bool froe_entry_observe(struct froe_entry *entry, size_t slot_count,
                        const struct froe_table_event *event)
{
    if (!slots_ready(entry, slot_count)) return false;
    size_t slot = 0;
    for (size_t i = 0; i < event->token_count && slot < slot_count; i++) {
        const struct froe_token *token = &event->tokens[i];
        if (token->kind != FROE_TOKEN_VARIABLE) continue;
        struct froe_slice value = froe_slice(event->message.ptr + token->start, token->len);
        if (!froe_values_add(&entry->slots[slot++], value, froe_number_of(value, token->type), 1))
            return false;
    }
    return true;
}

bool froe_entry_wants_sample(const struct froe_entry *entry, uint64_t hash)
{
    if (entry->sample_count < FROE_SAMPLES_MAX) return true;
    return hash < entry->samples[FROE_SAMPLES_MAX - 1].hash;
}

bool froe_entry_take_sample(struct froe_entry *entry, struct froe_table_sample sample)
{
    if (!froe_entry_wants_sample(entry, sample.hash)) return true;
    char *text = malloc(sample.len ? sample.len : 1);
    if (!text) return false;
    if (sample.len) memcpy(text, sample.text, sample.len);
    sample.text = text;
    if (entry->sample_count == FROE_SAMPLES_MAX) free(entry->samples[--entry->sample_count].text);
    size_t at = entry->sample_count++;
    while (at > 0 && entry->samples[at - 1].hash > sample.hash) {
        entry->samples[at] = entry->samples[at - 1];
        at--;
    }
    entry->samples[at] = sample;
    return true;
}

bool froe_entry_merge(struct froe_entry *into, const struct froe_entry *from, size_t slot_count,
                      bool with_slots)
{
    into->weight += from->weight;
    into->count += from->count;
    widen(into, from->first_ns, from->last_ns);
    if (!froe_histogram_merge(&into->histogram, &from->histogram)) return false;
    if (with_slots && from->slots) {
        if (!slots_ready(into, slot_count)) return false;
        for (size_t i = 0; i < slot_count; i++)
            if (!froe_values_merge(&into->slots[i], &from->slots[i])) return false;
    }
    for (size_t i = 0; i < from->sample_count; i++)
        if (!froe_entry_take_sample(into, from->samples[i])) return false;
    return true;
}
