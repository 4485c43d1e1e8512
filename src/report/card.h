/* SPDX-License-Identifier: MIT */
/* What the reference says of a state, a segment or a sysctl, as a card to read. */
#ifndef REPORT_CARD_H
#define REPORT_CARD_H

#include "explain/reference.h"
#include "report/prose.h"

/* card_state(), card_segment(), card_sysctl() - Print what there is to know of it. */
void card_state(struct prose *p, enum tcp_state state);
void card_segment(struct prose *p, enum segment_name name);
void card_sysctl(struct prose *p, const struct reference_sysctl *sysctl);

/* cards_states(), cards_segments(), cards_sysctls() - Print what there are, with a line for each. */
void cards_states(struct prose *p);
void cards_segments(struct prose *p);
void cards_sysctls(struct prose *p);

#endif
