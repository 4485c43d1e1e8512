/* SPDX-License-Identifier: MIT */
/* The words of the header's flags: "FIN", "SYN" … */
#ifndef TCP_FLAGS_H
#define TCP_FLAGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define TCP_FLAGS 8

/* tcp_flag_word() - The word of the flag 1 << @bit (enum tcp_flag). */
const char *tcp_flag_word(unsigned int bit);

/* tcp_flag_parse() - The flag that a word means, in upper or lower case; 0 if it means none. */
uint8_t tcp_flag_parse(const char *word, size_t len);

#endif
