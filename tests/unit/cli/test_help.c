#include "cli/help.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "cli/commands.h"
#include "cli/options.h"
#include <stdio.h>

/* As a C string. */
static const char *text_of(struct froe_buf *out)
{
    froe_buf_append_char(out, '\0');
    assert_int_equal(out->status, FROE_OK);
    return out->ptr;
}

/* Every option of a command is in its help and its man page, no other one is. */
static void test_help_and_man_have_every_option(void **state)
{
    (void)state;
    size_t count;
    const struct froe_option_spec *specs = froe_option_specs(&count);
    for (unsigned id = 0; id < FROE_COMMAND_COUNT; id++) {
        struct froe_buf help = {0}, man = {0};
        froe_help_command(&help, (enum froe_command_id)id);
        froe_man_command(&man, (enum froe_command_id)id);
        const char *help_text = text_of(&help), *man_text = text_of(&man);
        for (size_t i = 0; i < count; i++) {
            char in_help[64], in_man[64];
            bool belongs = specs[i].commands & 1u << id;
            snprintf(in_help, sizeof in_help, "  --%s ", specs[i].name);
            if (specs[i].letter) snprintf(in_help, sizeof in_help, ", --%s ", specs[i].name);
            assert_int_equal(strstr(help_text, in_help) != NULL, belongs);
            snprintf(in_man, sizeof in_man, "*--%s*", specs[i].name);
            /* --fail-on is mentioned under EXIT STATUS by every page. */
            if (strcmp(specs[i].name, "fail-on") != 0)
                assert_int_equal(strstr(man_text, in_man) != NULL, belongs);
        }
        froe_buf_release(&help);
        froe_buf_release(&man);
    }
}

static void test_lines_fit(void **state)
{
    (void)state;
    for (unsigned id = 0; id <= FROE_COMMAND_COUNT; id++) {
        struct froe_buf out = {0};
        if (id < FROE_COMMAND_COUNT)
            froe_help_command(&out, (enum froe_command_id)id);
        else
            froe_help_overview(&out);
        for (const char *line = text_of(&out); *line;) {
            size_t len = strcspn(line, "\n");
            assert_in_range(len, 0, 80);
            line += len + (line[len] == '\n');
        }
        froe_buf_release(&out);
    }
}

static void test_overview_has_every_command(void **state)
{
    (void)state;
    struct froe_buf help = {0}, man = {0};
    froe_help_overview(&help);
    froe_man_overview(&man);
    const char *help_text = text_of(&help), *man_text = text_of(&man);
    for (unsigned id = 0; id < FROE_COMMAND_COUNT; id++) {
        const struct froe_command *command = froe_command_at((enum froe_command_id)id);
        assert_non_null(command->run);
        assert_non_null(strstr(help_text, command->summary));
        assert_non_null(strstr(man_text, command->summary + 1));
    }
    froe_buf_release(&help);
    froe_buf_release(&man);
}

static void test_completions_have_every_option(void **state)
{
    (void)state;
    static const char *const shells[] = {"bash", "zsh", "fish"};
    size_t count;
    const struct froe_option_spec *specs = froe_option_specs(&count);
    for (size_t k = 0; k < sizeof shells / sizeof *shells; k++) {
        struct froe_buf out = {0};
        assert_true(froe_completion(&out, shells[k]));
        const char *text = text_of(&out);
        for (size_t i = 0; i < count; i++) {
            char wanted[64];
            snprintf(wanted, sizeof wanted, k == 2 ? " -l %s" : "--%s", specs[i].name);
            if (!strstr(text, wanted)) fail_msg("%s is not in that of %s", wanted, shells[k]);
        }
        froe_buf_release(&out);
    }
    struct froe_buf out = {0};
    assert_false(froe_completion(&out, "tcsh"));
    assert_int_equal(out.len, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_help_and_man_have_every_option),
        cmocka_unit_test(test_lines_fit),
        cmocka_unit_test(test_overview_has_every_command),
        cmocka_unit_test(test_completions_have_every_option),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
