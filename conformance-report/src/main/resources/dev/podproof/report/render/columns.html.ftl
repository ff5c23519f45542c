<#-- Several runs side by side, for people: one file, no scripts, nothing loaded from anywhere but the columns' own pages. -->
<#import "parts.html.ftl" as parts>
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${start.implementation.name}: ${verdict} on ${cards?size} ${noun}s</title>
<style>
<#include "style.css">
</style>
</head>
<body>
<header>
  <p class="brand">Podproof conformance report</p>
  <h1>${start.implementation.name} <span class="version">${start.implementation.version}</span></h1>
  <p class="facts">${cards?size} ${noun}s, one after the other · ${seconds?string["0"]} s · ${startedAt}</p>
</header>
<main>
<section class="cards narrow" aria-label="Verdicts">
<#list cards as card>
  <article class="card ${card.kind}">
    <h2><#if card.reason?has_content>${card.name}<#else><a href="${card.name}/index.html">${card.name}</a></#if></h2>
    <p class="verdict">${card.verdict}</p>
    <#if card.reason?has_content>
    <p class="legend">${card.shortReason()}</p>
    <#if card.shortReason() != card.reason><details class="legend"><summary>All of it</summary><pre>${card.reason}</pre></details></#if>
    <#else>
    <@parts.bar card.parts/>
    <p class="legend"><#list card.parts as part><span class="key ${part.word}">${part.count} ${part.word}</span><#sep> </#list> of ${card.asked}</p>
    <p class="legend">${card.report.start.implementation.hosts} hosts · ${card.report.end.podsCreated} pods · ${card.report.seconds()?string["0"]} s</p>
    <#if card.report.end.ended.name() != "COMPLETED"><p class="notice">It did not complete (${card.report.end.ended.name()?lower_case?replace("_", " ")}).</p></#if>
    <#if card.report.errors?has_content><p class="notice">Errors of the suite: ${card.report.errors?size}; see its own page.</p></#if>
    </#if>
  </article>
</#list>
</section>

<#if problems?has_content>
<section>
  <h2>What did not pass</h2>
  <#list problems as problem>
  <details class="requirement ${problem.result.outcome.word()}"<#if problem.result.outcome.word() == "failed"> open</#if>>
    <summary><span class="id">${problem.result.id()}</span><@parts.mark problem.result.outcome.word()/><span class="statement"><b>${problem.column}</b> · ${problem.result.requirement.statement}</span><span class="level">${problem.result.requirement.level.name()}</span></summary>
    <p class="reason">${problem.result.reason}</p>
    <p class="needs"><a href="${problem.column}/index.html#${problem.result.id()}">All of it with its evidence</a></p>
  </details>
  </#list>
</section>
</#if>

<#if sources?has_content || contrast.subjects?has_content>
<section>
  <h2>Docker alone, and a flat network</h2>
  <#if contrast.subjects?has_content><@parts.contrast contrast/></#if>
  <h3>Which source address the server saw</h3>
  <@parts.sources sources/>
</section>
</#if>

<section>
  <h2>Requirements</h2>
  <#list groups as group>
  <div class="scroll" tabindex="0" role="group" aria-label="Requirements: <#list group.columns as column>${column.name}<#sep>, </#list>">
  <table class="side-by-side">
    <thead><tr><th scope="col">Requirement</th><th scope="col">what it says</th><#list group.columns as column><th scope="col" class="column">${column.name}</th></#list></tr></thead>
    <tbody>
    <#list group.rows as row>
    <tr><th scope="row" class="id">${row.requirement.id}</th><td class="statement">${row.requirement.statement} <span class="level">${row.requirement.level.name()}<#if row.requirement.profile.word() != "portable"> · ${row.requirement.profile.word()}</#if></span></td><#list row.results as result><td class="column"><@parts.mark result.outcome.word()/><#if result.outcome.word() == "passed"><small>${result.observationCount()} observed</small></#if></td></#list></tr>
    </#list>
    </tbody>
  </table>
  </div>
  </#list>
</section>
</main>
<footer>
  <p>Suite ${start.suite.version}, ${start.suite.digest}. Made from the records in the columns' folders alone; report.yaml holds the same for programs.</p>
</footer>
</body>
</html>
