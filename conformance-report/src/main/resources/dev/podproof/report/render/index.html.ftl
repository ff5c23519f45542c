<#-- The report for people: one file, nothing loaded from anywhere; its script only filters and unfolds, and the page reads without it. -->
<#import "parts.html.ftl" as parts>
<#import "requirement.html.ftl" as requirements>
<#assign run = report.start>
<#assign verdicts = selection + cards>
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${run.implementation.name}: <#list verdicts as card>${card.profile} ${card.verdict}<#sep>, </#list></title>
<style>
<#include "style.css">
</style>
</head>
<body>
<header>
  <p class="brand">Podproof conformance report</p>
  <h1>${run.implementation.name} <span class="version">${run.implementation.version}</span></h1>
  <p class="facts">${run.implementation.hosts} hosts · ${report.end.podsCreated} pods · ${report.end.effort.calls} calls from containers, ${report.end.effort.repeats} of them tried again · ${report.seconds()?string["0"]} s · ${startedAt}</p>
  <#if report.end.ended.name() != "COMPLETED"><p class="notice">This run did not complete (${report.end.ended.name()?lower_case?replace("_", " ")}): what did not run is untested.</p></#if>
  <#if selection?has_content>
  <#assign chosen = run.requirements().get()>
  <p class="notice">Only a selection was run<#if chosen?size lte 8>: ${chosen?join(", ")}</#if>. The exit code and the first verdict are about it alone; the verdicts on profiles count everything else as untested.</p>
  <#if chosen?size gt 8><details class="notice"><summary>Which ${chosen?size} requirements were selected</summary>${chosen?join(", ")}</details></#if>
  </#if>
</header>
<main>
<section class="cards" aria-label="Verdicts">
<#list verdicts as card>
  <article class="card ${card.kind}">
    <h2>${card.profile}</h2>
    <p class="verdict">${card.verdict}</p>
    <@parts.bar card.parts/>
    <p class="legend"><#list card.parts as part><span class="key ${part.word}">${part.count} ${part.word}</span><#sep> </#list> of ${card.musts} MUST</p>
  </article>
</#list>
</section>

<nav class="jump" aria-label="On this page">
  <#if report.errors?has_content><a href="#errors">Errors of the suite</a></#if>
  <#if failures?has_content><a href="#failed">Failed</a></#if>
  <#if undecided?has_content><a href="#undecided">Undecided</a></#if>
  <a href="#requirements">Requirements</a>
  <#list sections as section><a class="inner" href="#${section.address}">${section.name}</a></#list>
  <#if matrices?has_content><a href="#matrices">Matrices</a></#if>
  <#if sources?has_content><a href="#sources">Source addresses</a></#if>
  <a href="#statements">Statements</a>
  <a href="#features">Features</a>
  <a href="#time">Time</a>
  <a href="#target">Target</a>
  <a href="#words">Words</a>
</nav>

<#if report.errors?has_content>
<section id="errors">
  <h2>Errors of the suite</h2>
  <ul class="errors"><#list report.errors as error><li><pre>${error}</pre></li></#list></ul>
</section>
</#if>

<#if failures?has_content><@reasons failures "failed" "Failed" "What was seen"/></#if>
<#if undecided?has_content><@reasons undecided "undecided" "Could not be decided" "Why"/></#if>

<section id="requirements">
  <h2>Requirements</h2>
  <form class="filter" hidden>
    <label>Outcome <select name="outcome"><option value="">all</option><#list ["failed", "cantTell", "untested", "passed", "inapplicable"] as word><option>${word}</option></#list></select></label>
    <label>Level <select name="level"><option value="">all</option><#list ["MUST", "SHOULD", "MAY"] as word><option>${word}</option></#list></select></label>
    <label>Profile <select name="profile"><option value="">all</option><#list cards as card><option>${card.profile}</option></#list></select></label>
    <label>Section <select name="section"><option value="">all</option><#list sections as section><option>${section.name}</option></#list></select></label>
    <label>Text <input type="search" name="text" autocomplete="off"></label>
    <span class="buttons"><button type="button" name="open">Open all</button> <button type="button" name="close">Close all</button> <button type="reset">Reset</button></span>
    <output></output>
  </form>
  <#list sections as section>
  <div class="section" id="${section.address}" data-section="${section.name}">
  <h3>${section.name}</h3>
  <p class="legend"><#list section.parts as part><span class="key ${part.word}">${part.count} ${part.word}</span><#sep> </#list></p>
  <#assign others = selection?has_content?then(section.requirements?filter(view -> !chosen?seq_contains(view.result.id())), [])>
  <#list section.requirements as view><#if !selection?has_content || chosen?seq_contains(view.result.id())><@requirements.requirement view/></#if></#list>
  <#if others?has_content>
  <details class="unselected"><summary>${others?size} not selected</summary>
  <#list others as view><@requirements.requirement view/></#list>
  </details>
  </#if>
  </div>
  </#list>
</section>

<#if matrices?has_content>
<section id="matrices">
  <h2>Matrices: who reached whom</h2>
  <#list matrices as matrix><@parts.matrix matrix/></#list>
</section>
</#if>

<#if sources?has_content>
<#assign translated = sources?filter(view -> !view.met)>
<@more "sources" "Source addresses" "which source address servers on other hosts saw: " + (translated?has_content)?then(translated?size + " of " + sources?size + " kinds of calls not as they should be", "as it should be in all " + sources?size + " kinds of calls") translated?has_content>
  <#if contrast.subjects?has_content><@parts.contrast contrast/></#if>
  <@parts.sources sources/>
</@more>
</#if>

<#assign leftOut = statements?filter(said -> said.statement.excluded().isPresent())>
<@more "statements" "Statements of the document" "what each of ${statements?size} became, and why ${leftOut?size} were left out" false>
  <div class="scroll" tabindex="0" role="group" aria-label="Statements of the document">
  <table class="plain">
  <thead><tr><th scope="col">Statement</th><th scope="col">The document says</th><th scope="col">What became of it</th></tr></thead>
  <tbody><#list statements as said>
  <tr id="${said.statement.id}"><th scope="row">${said.statement.id}<small>${said.statement.section}</small></th><td>${said.statement.says}</td><td><#if said.statement.excluded().isPresent()>left out: ${said.statement.excluded().get()}<#else><@requirements.links said.requirements/><#if said.unasked?has_content>${said.unasked?join(", ")}: not asked, the profile was not chosen</#if></#if></td></tr>
  </#list></tbody>
  </table>
  </div>
</@more>

<@more "features" "Features" "which feature file has the scenarios of which requirement" false>
  <table class="plain">
  <thead><tr><th scope="col">Feature file</th><th scope="col">Requirements</th></tr></thead>
  <tbody><#list features as feature>
  <tr id="feature-${feature.name}"><th scope="row">${feature.name}.feature</th><td><@requirements.links feature.requirements/></td></tr>
  <#else>
  <tr><th scope="row">none</th><td>No scenario ran.</td></tr>
  </#list></tbody>
  </table>
</@more>

<@more "time" "Where the time went" "${report.seconds()?string[\"0\"]} s, the phases, the slowest scenarios and steps" false>
  <p>${report.end.effort.programs} programs were started in containers from outside, and ran ${report.end.effort.commands} commands. ${report.end.effort.requests} requests to the API were made again because it asked for that. All scenarios together worked for ${timeline.working?string["0"]} s and waited for ${timeline.waiting?string["0"]} s, in which others worked.</p>
  <@parts.bars phases "Phase"/>
  <#if timeline.spans?has_content>
  <h3>When which scenario ran</h3>
  <p>Each row is a worker; what is pale is waiting.</p>
  <@parts.timeline timeline/>
  </#if>
  <h3>Slowest scenarios</h3>
  <@parts.bars slowest "Scenario"/>
  <h3>Slowest steps</h3>
  <@parts.bars slowestSteps "Step"/>
</@more>

<@more "target" "The target, and where it ran" "its hosts, what it offers, what was detected on the machine" false>
  <h3>Hosts</h3>
  <@parts.picture hosts "The hosts of the target"/>
  <div class="columns">
  <div>
    <h3>What the target offers</h3>
    <table class="plain">
    <#list offers as offer>
      <tr><th scope="row">${offer.need}</th><td><#if offer.offered>offered<#else>${offer.reason}</#if></td></tr>
    <#else>
      <tr><td>Nothing was asked.</td></tr>
    </#list>
    </table>
  </div>
  <div>
    <h3>Where it ran</h3>
    <table class="plain">
    <#list run.environment as name, value>
      <tr><th scope="row">${name}</th><td>${value}</td></tr>
    <#else>
      <tr><td>Nothing was recorded.</td></tr>
    </#list>
    </table>
  </div>
  </div>
</@more>

<@more "words" "What the words mean" "passed, failed, cantTell, untested, inapplicable; MUST, SHOULD, MAY; conformant" false>
  <dl>
    <dt>passed</dt><dd>Every scenario of the requirement compared what it expected with what the cluster did, and both agreed.</dd>
    <dt>failed</dt><dd>A comparison did not hold: the cluster does not do what the requirement says.</dd>
    <dt>cantTell</dt><dd>It ran and decided nothing: the cluster lacks something that the test needs, or the test itself went wrong.</dd>
    <dt>untested</dt><dd>It did not run: not selected, or the run ended before it.</dd>
    <dt>inapplicable</dt><dd>It is not asked of this cluster, by its nature or because its profile was not chosen.</dd>
    <dt>MUST, SHOULD, MAY</dt><dd>A cluster that does not do what it MUST is nonconformant. A SHOULD that fails is a warning, and a MAY is only told.</dd>
    <dt>conformant</dt><dd>Every MUST of a profile passed. Inconclusive: none failed, but not all could be decided.</dd>
    <dt>profile</dt><dd>Requirements that are asked together: portable of any cluster, original of one that is built like Kubernetes in its first year, hosts where the tests may take hosts away, docker of Docker alone, for contrast.</dd>
  </dl>
</@more>
</main>
<footer>
  <p>Suite ${run.suite.version}, ${run.suite.digest}. Made from messages.ndjson alone; report.yaml holds the same for programs.</p>
</footer>
<script>
<#include "page.js" parse=false>
</script>
</body>
</html>

<#-- A section that most readers pass by: one line until it is opened. -->
<#macro more id title line open>
<details class="more" id="${id}"<#if open> open</#if>>
  <summary><h2>${title}</h2> <span class="where">${line}</span></summary>
  <#nested>
</details>
</#macro>

<#-- What did not pass, in a line for each reason; the requirements stand below with everything that is known of them. -->
<#macro reasons groups id title why>
<section id="${id}">
  <h2>${title}</h2>
  <table class="plain reasons">
  <thead><tr><th scope="col">Requirement</th><th scope="col">Level</th><th scope="col">${why}</th></tr></thead>
  <tbody><#list groups as alike>
  <tr><th scope="row"><#list alike.results as result><a href="#${result.id()}">${result.id()}</a><#sep>, </#list></th><td>${alike.levels()}</td><td><#if alike.results?size gt 1>${alike.results?size} requirements for one reason: </#if>${alike.brief().text()}</td></tr>
  </#list></tbody>
  </table>
</section>
</#macro>
