# SPDX-License-Identifier: MIT
#
# Unit test programs and what each links besides itself: single objects where a module is independent
# (a line that grows is a module that lost its independence), whole stations where it is not.
# test_NAME.c needs a line "test_NAME_OBJS = station/file ...". A file of tests/unit itself that
# several programs share is named unit/file.

stations = $(foreach station,$(1),$(patsubst src/%.c,%,$(wildcard src/$(station)/*.c)))

# What is pure and comes before the judge: text to scenario, segment to verdict, events to timeline.
CORE_OBJS = $(call stations,base tcp scenario fault timeline)
RECORDED_OBJS = unit/recorded $(call stations,judge) $(CORE_OBJS)
LADDER_OBJS = report/ladder report/rowmaker report/rows report/change report/calls report/callcolumn report/status \
	      report/phrase report/label \
	      report/draw report/wire report/layout report/canvas report/text \
	      unit/ladder_events $(filter-out $(call stations,scenario),$(CORE_OBJS)) \
	      scenario/words scenario/words_expect scenario/match scenario/filter scenario/note
RULE_OBJS = unit/rules $(CORE_OBJS)

test_diag_OBJS = base/diag base/source base/translate base/utf8 base/util
test_checksum_OBJS = tcp/checksum
test_segment_OBJS = tcp/segment tcp/facts tcp/checksum base/util unit/packets
test_states_OBJS = tcp/states tcp/end tcp/sighting
DRAFT_OBJS = tcp/draft tcp/segment tcp/facts tcp/checksum base/util unit/packets
test_draft_OBJS = $(DRAFT_OBJS)
test_icmp_OBJS = tcp/icmp $(DRAFT_OBJS)
test_change_OBJS = unit/packets $(CORE_OBJS)
test_portmap_OBJS = tcp/portmap base/util
test_moves_OBJS = tcp/moves tcp/states
test_reference_OBJS = $(call stations,explain) $(CORE_OBJS)
test_explain_OBJS = $(call stations,explain) $(CORE_OBJS)
test_flow_OBJS = tcp/flow tcp/portmap tcp/segment tcp/facts tcp/checksum tcp/end base/util unit/packets
test_lex_OBJS = scenario/lex base/diag base/source base/translate base/utf8 base/util
test_parse_OBJS = $(CORE_OBJS)
test_parameters_OBJS = $(CORE_OBJS)
test_match_OBJS = $(CORE_OBJS) unit/packets
test_rule_OBJS = $(RULE_OBJS)
test_selection_OBJS = $(RULE_OBJS)
test_rule_time_OBJS = $(RULE_OBJS)
test_command_OBJS = scenario/command base/util
test_cause_step_OBJS = unit/play $(CORE_OBJS)
test_transition_OBJS = timeline/transition timeline/cause tcp/portmap tcp/states tcp/end base/util unit/play
test_cause_OBJS = timeline/transition timeline/cause tcp/portmap tcp/states tcp/end base/util unit/play
test_timeline_OBJS = unit/sample $(CORE_OBJS)
test_timeline_refused_OBJS = unit/sample $(CORE_OBJS)
test_timeline_page_OBJS = $(CORE_OBJS)
test_netstat_OBJS = kernel/netstat base/util
test_channel_OBJS = roles/channel
test_held_OBJS = roles/held base/util
test_due_OBJS = roles/due
test_kept_OBJS = roles/kept base/util
test_stream_OBJS = roles/stream
test_exchange_OBJS = virtual/exchange timeline/timeline base/util
test_judge_OBJS = $(RECORDED_OBJS)
test_evidence_OBJS = $(RECORDED_OBJS)
test_expect_OBJS = $(RECORDED_OBJS)
test_late_OBJS = $(RECORDED_OBJS)
test_near_miss_OBJS = judge/near_miss $(CORE_OBJS)
test_ladder_OBJS = $(LADDER_OBJS)
test_foresee_OBJS = $(patsubst src/%.c,%,$(wildcard src/report/fores*.c)) report/phrase report/label report/text \
		     $(CORE_OBJS)
test_ladder_recorded_OBJS = $(filter report/%,$(LADDER_OBJS)) $(RECORDED_OBJS)
test_timers_OBJS = timeline/timers tcp/portmap base/util
test_pcapng_OBJS = report/pcapng report/remarks report/blocks lab/plan $(LADDER_OBJS)
test_quiz_OBJS = quiz/quiz quiz/reason quiz/answer $(filter report/%,$(LADDER_OBJS)) $(RECORDED_OBJS)
test_phrase_OBJS = $(LADDER_OBJS)
test_status_OBJS = $(LADDER_OBJS)
test_text_OBJS = report/text base/utf8
test_xml_OBJS = report/xml base/utf8
test_compare_OBJS = report/compare report/align report/times report/item $(LADDER_OBJS)

# The oracle's own parts, of tests/run, are named run/file.
ORACLE_OBJS = run/oracle_compare run/oracle_known timeline/timeline tcp/states tcp/end base/util
test_oracle_OBJS = $(ORACLE_OBJS) unit/oracle_run
test_oracle_known_OBJS = $(ORACLE_OBJS) unit/oracle_run
test_oracle_trace_OBJS = run/oracle_trace tcp/states tcp/end
