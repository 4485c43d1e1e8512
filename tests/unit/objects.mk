# SPDX-License-Identifier: MIT
#
# Unit test programs and the objects that each links besides itself: a line that grows is a module
# that lost its independence. test_NAME.c needs a line "test_NAME_OBJS = station/file ...".
# A file of tests/unit itself that several programs share is named unit/file.

# The language is one module: text in, scenario out.
LANGUAGE_OBJS = $(patsubst src/%.c,%,$(wildcard src/scenario/*.c))
RULE_OBJS = fault/rule fault/action fault/draw fault/match scenario/match scenario/filter \
	    scenario/words

test_checksum_OBJS = tcp/checksum
test_segment_OBJS = tcp/segment tcp/facts tcp/checksum base/util unit/packets
test_states_OBJS = tcp/states tcp/end tcp/sighting
test_moves_OBJS = tcp/moves tcp/states
test_flow_OBJS = tcp/flow tcp/segment tcp/facts tcp/checksum tcp/end base/util unit/packets
test_rule_OBJS = $(RULE_OBJS) base/util unit/rules
test_selection_OBJS = $(test_rule_OBJS)
LADDER_OBJS = report/ladder report/change report/rows report/row report/label report/canvas \
	      timeline/transition timeline/cause timeline/event tcp/states tcp/end tcp/facts \
	      scenario/words base/util base/monotime unit/ladder_events
test_ladder_OBJS = $(LADDER_OBJS)
test_compare_OBJS = report/compare report/align report/times report/item $(LADDER_OBJS)
test_transition_OBJS = timeline/transition timeline/cause tcp/states tcp/end base/util unit/play
test_cause_OBJS = timeline/transition timeline/cause tcp/states tcp/end base/util unit/play
TIMELINE_FILE_OBJS = timeline/timeline timeline/event timeline/record timeline/header \
		     timeline/field timeline/field_text timeline/field_word timeline/json_read \
		     timeline/json_write timeline/transition timeline/cause $(RULE_OBJS) \
		     tcp/states tcp/end tcp/sighting tcp/facts tcp/flags base/util
test_timeline_OBJS = $(TIMELINE_FILE_OBJS)
test_timeline_page_OBJS = $(TIMELINE_FILE_OBJS)
RECORDED_OBJS = unit/recorded judge/judge judge/evidence judge/faults judge/steps judge/expect \
		judge/near_miss judge/path judge/stay judge/where \
		$(filter-out $(RULE_OBJS),$(LANGUAGE_OBJS)) \
		base/diag base/utf8 base/monotime $(TIMELINE_FILE_OBJS)
test_judge_OBJS = $(RECORDED_OBJS)
test_near_miss_OBJS = judge/near_miss $(RULE_OBJS) tcp/states tcp/end tcp/facts tcp/flags \
		      tcp/sighting base/util base/monotime
test_evidence_OBJS = $(RECORDED_OBJS)
test_diag_OBJS = base/diag base/utf8 base/util
test_lex_OBJS = scenario/lex base/diag base/utf8 base/util
PARSE_OBJS = $(LANGUAGE_OBJS) tcp/states tcp/end tcp/facts tcp/flags tcp/sighting base/diag \
	     base/utf8 base/util
test_parse_OBJS = $(PARSE_OBJS)
test_match_OBJS = $(PARSE_OBJS) $(filter-out $(LANGUAGE_OBJS),$(RULE_OBJS)) tcp/segment tcp/flow \
		  tcp/checksum unit/packets
test_channel_OBJS = roles/channel
test_exchange_OBJS = virtual/exchange timeline/timeline base/util
test_held_OBJS = roles/held base/util

# The oracle's own parts, of tests/run, are named run/file.
ORACLE_OBJS = run/oracle_compare run/oracle_known timeline/timeline tcp/states tcp/end base/util
test_oracle_OBJS = $(ORACLE_OBJS) unit/oracle_run
test_oracle_known_OBJS = $(ORACLE_OBJS) unit/oracle_run
test_oracle_trace_OBJS = run/oracle_trace tcp/states tcp/end
