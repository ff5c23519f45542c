<#-- A summary of several runs that fits into the page of a continuous integration job. -->
<#include "cell.md.ftl">
# Podproof: ${cell(start.implementation.name)} ${cell(start.implementation.version)}, ${noun} by ${noun}

| ${noun?cap_first} | Verdict | passed | failed | cantTell | untested | inapplicable | took |
|---|---|---:|---:|---:|---:|---:|---:|
<#list cards as card>
<#assign counts = {"passed": 0, "failed": 0, "cantTell": 0, "untested": 0, "inapplicable": 0}>
<#list card.parts as part><#assign counts = counts + {part.word: part.count}></#list>
| ${card.name} | **${card.verdict}** | ${counts.passed} of ${card.asked} | ${counts.failed} | ${counts.cantTell} | ${counts.untested} | ${counts.inapplicable} | ${card.report.seconds()?string["0"]} s |
</#list>
<#list cards?filter(card -> card.reason?has_content)>

## Not run

<#items as card>
- ${card.name}: ${cell(card.shortReason())}
</#items>
</#list>
<#if problems?has_content>

## What did not pass

| Requirement | ${noun?cap_first} | Outcome | Why |
|---|---|---|---|
<#list problems as problem>
| ${problem.result.id()} | ${problem.column} | ${problem.result.outcome.word()} | ${cell(problem.result.reason)} |
</#list>
</#if>
<#if contrast.subjects?has_content>

## Docker alone, and a flat network

| | ${contrast.subjects?join(" | ")} |
|---|${contrast.subjects?map(s -> "---|")?join("")}
<#list contrast.lines as line>
| ${cell(line.question)} | ${line.answers?join(" | ")} |
</#list>
</#if>
<#list groups as group>

| Requirement | ${group.columns?map(column -> column.name)?join(" | ")} |
|---|${group.columns?map(column -> "---|")?join("")}
<#list group.rows as row>
| ${row.requirement.id} | ${row.results?map(result -> result.outcome.word())?join(" | ")} |
</#list>
</#list>
