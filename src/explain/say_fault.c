/* SPDX-License-Identifier: MIT */
/* What a fault does: the verb's sentence about its segments, then its conditions. */
#include <inttypes.h>

#include "base/translate.h"
#include "base/util.h"
#include "explain/explain.h"
#include "explain/nouns.h"
#include "explain/say.h"

static void say_delay(struct sentences *s, const struct fault *fault, const char *which)
{
	sentence(s, _("The wire holds %s for %s."), which, noun_time(s, fault->delay));
	if (!fault->jitter)
		return;
	switch (fault->distribution) {
	case DISTRIBUTION_UNIFORM:
		sentence(s, _("That time is up to %s more or less, by the seed of the run."),
			 noun_time(s, fault->jitter));
		break;
	case DISTRIBUTION_NORMAL:
		sentence(s,
			 _("That time varies by the seed of the run: it is spread normally, with "
			   "a standard deviation of %s."),
			 noun_time(s, fault->jitter));
		break;
	}
}

static void say_hold(struct sentences *s, const struct match *match, const char *which)
{
	const struct release *release = &match->release;
	const enum end *from = release->from_given ? &release->from : NULL;

	switch (release->kind) {
	case RELEASE_NONE:
		break;
	case RELEASE_SEGMENT:
		sentence(s, _("The wire holds %s until %s of the same connection has been sent."),
			 which, noun_from(s, noun_some_segment(release->name), from));
		break;
	case RELEASE_STATE:
		sentence(s, _("The wire holds %s until %s is in %s."), which,
			 noun_end(match->until_state.end),
			 tcp_state_name(match->until_state.state));
		break;
	case RELEASE_TIME:
		sentence(s, _("The wire holds %s until %s after the beginning of the run."), which,
			 noun_time(s, release->time));
		break;
	}
}

static void say_reorder(struct sentences *s, const struct fault *fault, const char *which)
{
	if (fault->behind == 1)
		sentence(s,
			 _("The wire holds %s until the next segment of the same direction has "
			   "overtaken it."),
			 which);
	else
		sentence(s,
			 _("The wire holds %s until %u later segments of the same direction have "
			   "overtaken it."),
			 which, fault->behind);
	sentence(s, _("If none does within %s, it goes on, too, and the run is inconclusive."),
		 noun_time(s, fault->within));
}

static void say_rate(struct sentences *s, const struct fault *fault, const char *which)
{
	static const char *const units[] = {"bit/s", "kbit/s", "Mbit/s", "Gbit/s"};
	uint64_t rate = fault->rate;
	size_t unit = 0;

	for (; unit + 1 < ARRAY_SIZE(units) && rate % 1000 == 0; unit++)
		rate /= 1000;
	sentence(s, _("The wire lets %s through no faster than a link of %s would."), which,
		 part(s, "%" PRIu64 " %s", rate, units[unit]));
	if (fault->burst)
		sentence(s,
			 P_("After a pause up to %u byte passes at once.",
			    "After a pause up to %u bytes pass at once.", fault->burst),
			 fault->burst);
}

static void say_partition(struct sentences *s, const struct fault *fault, const char *which)
{
	if (fault->at_given)
		sentence(s,
			 _("From %s after the beginning of the run on, the wire loses every "
			   "segment, both ways, for %s."),
			 noun_time(s, fault->at), noun_time(s, fault->lasts));
	else
		sentence(s,
			 _("From %s on, which is lost, too, the wire loses every segment, both "
			   "ways, for %s; once in a run."),
			 which, noun_time(s, fault->lasts));
}

static void say_forget(struct sentences *s, const struct fault *fault, const char *which)
{
	if (fault->at_given)
		sentence(s,
			 _("%s after the beginning of the run the wire forgets every connection "
			   "that it knows."),
			 noun_time(s, fault->at));
	else
		sentence(s,
			 _("Just before the wire hears of %s, it forgets every connection that "
			   "it knows; once in a run."),
			 which);
}

static void say_corrupt(struct sentences *s, const struct corruption *corrupt, const char *which)
{
	switch (corrupt->part) {
	case CORRUPT_CHECKSUM:
		sentence(s,
			 P_("The wire flips %u bit of the checksum of %s.",
			    "The wire flips %u bits of the checksum of %s.", corrupt->bits),
			 corrupt->bits, which);
		break;
	case CORRUPT_PAYLOAD:
		sentence(s,
			 P_("The wire flips %u bit of the data of %s.",
			    "The wire flips %u bits of the data of %s.", corrupt->bits),
			 corrupt->bits, which);
		break;
	case CORRUPT_HEADER:
		sentence(s,
			 P_("The wire flips %u bit in the TCP header of %s.",
			    "The wire flips %u bits in the TCP header of %s.", corrupt->bits),
			 corrupt->bits, which);
		break;
	}
	sentence(s, _("The checksum tells the receiver, which drops the segment without a word."));
}

static void say_duplicate(struct sentences *s, const struct duplication *duplicate,
			  const char *which)
{
	sentence(s,
		 P_("The wire lets %s through, and sends %u copy behind it.",
		    "The wire lets %s through, and sends %u copies behind it.", duplicate->copies),
		 which, duplicate->copies);
	if (duplicate->after)
		sentence(s, _("That happens %s later."), noun_time(s, duplicate->after));
}

static void say_inject(struct sentences *s, const struct forgery *forge, const char *which)
{
	sentence(s,
		 _("The wire lets %s through, and behind it sends %s of its own to %s, as if it "
		   "came from %s."),
		 which, noun_some_segment(forge->name), noun_end(forge->toward),
		 noun_end(other_end(forge->toward)));
	say_forgery(s, forge);
}

static void say_reply(struct sentences *s, const struct forgery *forge, const char *which)
{
	sentence(s,
		 _("The wire loses %s, and answers its sender with %s of its own, as if it came "
		   "from the other end."),
		 which, noun_some_segment(forge->name));
	say_forgery(s, forge);
}

static void say_reject(struct sentences *s, const struct rejection *reject, const char *which)
{
	switch (reject->kind) {
	case ICMP_KIND_PORT:
		sentence(s,
			 _("The wire loses %s, and tells its sender by ICMP, in the name of the "
			   "other end, that the port is unreachable."),
			 which);
		break;
	case ICMP_KIND_HOST:
		sentence(s,
			 _("The wire loses %s, and tells its sender by ICMP that the host is "
			   "unreachable."),
			 which);
		break;
	case ICMP_KIND_TOO_BIG:
		sentence(s,
			 _("The wire loses %s, and tells its sender by ICMP that no packet of "
			   "more than %u bytes gets through."),
			 which, reject->mtu);
		break;
	}
}

static void say_verb(struct sentences *s, const struct fault *fault, const char *which)
{
	switch (fault->verb) {
	case VERB_DROP:
		sentence(s, _("The wire loses %s."), which);
		break;
	case VERB_DELAY:
		say_delay(s, fault, which);
		break;
	case VERB_PASS:
		sentence(s, _("The wire passes %s, whatever the faults behind this one say."),
			 which);
		break;
	case VERB_HOLD:
		say_hold(s, &fault->match, which);
		break;
	case VERB_REORDER:
		say_reorder(s, fault, which);
		break;
	case VERB_RATE:
		say_rate(s, fault, which);
		break;
	case VERB_PARTITION:
		say_partition(s, fault, which);
		break;
	case VERB_FORGET:
		say_forget(s, fault, which);
		break;
	case VERB_SET:
		say_set(s, &fault->set, which);
		break;
	case VERB_OPTION:
		say_option(s, &fault->option, which);
		break;
	case VERB_PAYLOAD:
		sentence(
			s, _("The wire replaces the data of %s by %s."), which,
			noun_bytes(s, fault->payload.data, fault->payload.len, fault->payload.hex));
		break;
	case VERB_CORRUPT:
		say_corrupt(s, &fault->corrupt, which);
		break;
	case VERB_TRUNCATE:
		sentence(s,
			 P_("The wire lets no more than %u byte of the data of %s through.",
			    "The wire lets no more than %u bytes of the data of %s through.",
			    fault->truncate),
			 fault->truncate, which);
		break;
	case VERB_DUPLICATE:
		say_duplicate(s, &fault->duplicate, which);
		break;
	case VERB_INJECT:
		say_inject(s, &fault->forge, which);
		break;
	case VERB_REPLY:
		say_reply(s, &fault->forge, which);
		break;
	case VERB_REJECT:
		say_reject(s, &fault->reject, which);
		break;
	}
}

void explain_fault(struct sentences *s, const struct fault *fault)
{
	bool once = fault->verb == VERB_PARTITION || fault->verb == VERB_FORGET;

	say_verb(s, fault, once ? match_noun_once(s, &fault->match) : match_noun(s, &fault->match));
	if (!fault->at_given)
		say_conditions(s, &fault->match, once);
}
