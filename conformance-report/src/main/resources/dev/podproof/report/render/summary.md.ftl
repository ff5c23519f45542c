<#-- A summary that fits into the page of a continuous integration job. -->
<#include "cell.md.ftl">
# Podproof: ${cell(report.start.implementation.name)} ${cell(report.start.implementation.version)}

| Held against | Verdict | MUST passed | MUST failed | cantTell | untested |
|---|---|---:|---:|---:|---:|
<#list selection + cards as card>
<#assign counts = {"passed": 0, "failed": 0, "cantTell": 0, "untested": 0}>
<#list card.parts as part><#assign counts = counts + {part.word: part.count}></#list>
| ${card.profile} | **${card.verdict}** | ${counts.passed} of ${card.musts} | ${counts.failed} | ${counts.cantTell} | ${counts.untested} |
</#list>

${report.start.implementation.hosts} hosts, ${report.end.podsCreated} pods, ${report.end.effort.calls()} calls, ${report.seconds()?string["0"]} s, ${startedAt}; ${report.start.requirements().isPresent()?then("a selection of requirements, which the exit code is about; the profiles count all others as untested", "all requirements")}; the run ended: ${report.end.ended.name()?lower_case?replace("_", "-")}.
<#if report.errors?has_content>

## Errors of the suite

<#list report.errors as error>
- ${cell(error)}
</#list>
</#if>
<#if failures?has_content>

## Failed

| Requirement | Level | What was seen |
|---|---|---|
<#list failures as alike>
| ${alike.ids()} | ${alike.levels()} | ${cell(alike.reason)} |
</#list>
</#if>
<#if undecided?has_content>

## Could not be decided

| Requirement | Level | Why |
|---|---|---|
<#list undecided as alike>
| ${alike.ids()} | ${alike.levels()} | ${cell(alike.reason)} |
</#list>
</#if>

<details><summary>By section</summary>


| Section | passed | failed | cantTell | untested |
|---|---:|---:|---:|---:|
<#list sections as section>
<#assign counts = {"passed": 0, "failed": 0, "cantTell": 0, "untested": 0}>
<#list section.parts as part><#assign counts = counts + {part.word: part.count}></#list>
| ${cell(section.name)} | ${counts.passed} | ${counts.failed} | ${counts.cantTell} | ${counts.untested} |
</#list>

</details>
