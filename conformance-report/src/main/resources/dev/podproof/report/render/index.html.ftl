<#-- The report for people: one file, no scripts, nothing loaded from anywhere. -->
<#import "parts.html.ftl" as parts>
<#assign run = report.start>
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${run.implementation.name}: <#list cards as card>${card.profile} ${card.verdict}<#sep>, </#list></title>
<style>
<#include "style.css">
</style>
</head>
<body>
<header>
  <p class="brand">Podproof conformance report</p>
  <h1>${run.implementation.name} <span class="version">${run.implementation.version}</span></h1>
  <p class="facts">${run.implementation.hosts} hosts · ${report.end.podsCreated} pods · ${report.end.effort.programs} programs and ${report.end.effort.commands} commands in them · ${report.end.effort.calls} calls, ${report.end.effort.repeats} of them tried again<#if report.end.effort.requests gt 0> · ${report.end.effort.requests} requests made again because the API said so</#if> · ${report.seconds()?string["0"]} s · ${startedAt}</p>
  <#if report.end.ended.name() != "COMPLETED"><p class="notice">This run did not complete (${report.end.ended.name()?lower_case?replace("_", " ")}): what did not run is untested.</p></#if>
  <#if run.requirements().isPresent()><p class="notice">A selection was run: ${run.requirements().get()?join(", ")}. The exit code judges it alone; the verdicts below count everything else as untested.</p></#if>
</header>
<main>
<section class="cards" aria-label="Verdicts">
<#list cards as card>
  <article class="card ${card.verdict}">
    <h2>${card.profile}</h2>
    <p class="verdict">${card.verdict}</p>
    <@parts.bar card.parts/>
    <p class="legend"><#list card.parts as part><span class="key ${part.word}">${part.count} ${part.word}</span><#sep> </#list> of ${card.musts} MUST</p>
  </article>
</#list>
</section>

<#if report.errors?has_content>
<section>
  <h2>Errors of the suite</h2>
  <ul class="errors"><#list report.errors as error><li><pre>${error}</pre></li></#list></ul>
</section>
</#if>

<#if failures?has_content>
<section>
  <h2>Failed</h2>
  <#list failures as result><@parts.requirement result true/></#list>
</section>
</#if>

<#if undecided?has_content>
<section>
  <h2>Could not be decided</h2>
  <#list undecided as alike>
  <#if alike.results?size gt 1><p class="reason">${alike.results?size} requirements for one reason: ${alike.reason}</p></#if>
  <#list alike.results as result><@parts.requirement result false/></#list>
  </#list>
</section>
</#if>

<#if sources?has_content>
<section>
  <h2>Which source address the server saw</h2>
  <#if contrast.subjects?has_content><@parts.contrast contrast/></#if>
  <@parts.sources sources/>
</section>
</#if>

<#if matrices?has_content>
<section>
  <h2>Who saw whom</h2>
  <#list matrices as matrix><@parts.matrix matrix/></#list>
</section>
</#if>

<section>
  <h2>Requirements</h2>
  <#list sections as section>
  <h3>${section.name}</h3>
  <p class="legend"><#list section.parts as part><span class="key ${part.word}">${part.count} ${part.word}</span><#sep> </#list></p>
  <div class="list"><#list section.requirements as result><@parts.requirement result false/></#list></div>
  </#list>
</section>

<#if timeline.spans?has_content>
<section>
  <h2>When which scenario ran</h2>
  <p>${report.end.podsCreated} pods were made and ${report.end.effort.programs} programs started in containers from outside. All scenarios together worked for ${timeline.working?string["0"]} s and waited for ${timeline.waiting?string["0"]} s, in which others worked. Each row is a worker; what is pale is waiting.</p>
  <@parts.timeline timeline/>
  <h3>Slowest steps</h3>
  <@parts.bars slowestSteps/>
</section>
</#if>

<section class="columns">
  <div>
    <h2>Hosts</h2>
    <@parts.picture hosts "The hosts of the target"/>
    <h2>What the target offers</h2>
    <table class="plain">
    <#list offers as offer>
      <tr><th scope="row">${offer.need}</th><td><#if offer.offered>offered<#else>${offer.reason}</#if></td></tr>
    <#else>
      <tr><td>Nothing was asked.</td></tr>
    </#list>
    </table>
  </div>
  <div>
    <h2>Where the time went</h2>
    <@parts.bars phases/>
    <h3>Slowest scenarios</h3>
    <@parts.bars slowest/>
    <h2>Where it ran</h2>
    <table class="plain">
    <#list run.environment as name, value>
      <tr><th scope="row">${name}</th><td>${value}</td></tr>
    </#list>
    </table>
  </div>
</section>
</main>
<footer>
  <p>Suite ${run.suite.version}, ${run.suite.digest}. Made from messages.ndjson alone; report.yaml holds the same for programs.</p>
</footer>
</body>
</html>
