/* The whole program, without its main. */
#ifndef FROE_CLI_CLI_H
#define FROE_CLI_CLI_H

/* Takes the words behind the program's name; returns the exit code. */
int froe_cli_main(int count, char **words);

#endif
