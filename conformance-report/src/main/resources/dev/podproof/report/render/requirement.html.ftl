<#-- A requirement with all that a run came to: folded to a line when it passed, its failures open. -->
<#import "parts.html.ftl" as parts>
<#macro links results><#list results as result><a class="chip ${result.outcome.word()}" href="#${result.id()}"><@parts.sign result.outcome.word()/> ${result.id()}</a> </#list></#macro>

<#macro requirement view>
<#local result = view.result>
<details class="requirement ${result.outcome.word()}" id="${result.id()}" data-outcome="${result.outcome.word()}" data-level="${result.requirement.level.name()}" data-profile="${result.requirement.profile.word()}"<#if result.outcome.word() == "failed"> open</#if>>
  <summary><span class="id">${result.id()}</span><@parts.mark result.outcome.word()/><span class="statement">${result.requirement.statement}</span><span class="level">${result.requirement.level.name()}<#if result.requirement.profile.word() != "portable"> · ${result.requirement.profile.word()}</#if></span></summary>
  <#if view.reason.whole()?has_content><@text view.reason "reason"/></#if>
  <p class="needs"><a href="#${result.id()}">Link to this</a><#list view.statements as statement> · from <a href="#${statement.id}">${statement.id}</a>: ${statement.says}</#list><#if result.requirement.needs?has_content> · needs ${result.requirement.needs?join(", ")}</#if></p>
  <#if result.requirement.untested?has_content><p class="needs"><b>What of it no scenario sees.</b> ${result.requirement.untested}</p></#if>
  <#list view.scenarios as scenario><@scenarioOf scenario/></#list>
</details>
</#macro>

<#macro scenarioOf view>
<#local outcome = view.result.outcome().word()>
<details class="scenario" id="${view.address}"<#if outcome == "failed" || outcome == "cantTell"> open</#if>>
  <summary><h4><@parts.mark outcome/> ${view.name}</h4> <span class="where"><#if view.examples?size gt 1>${view.examples?size} examples · </#if>${view.result.seconds()?string["0.0"]} s</span></summary>
  <p class="needs"><a href="#feature-${view.feature}">${view.result.location}</a></p>
  <#list view.examples as example><@exampleOf example view.examples?size gt 1 outcome/></#list>
</details>
</#macro>

<#-- Beside an example that failed, those that passed are folded. -->
<#macro exampleOf view many worst>
<#local outcome = view.example.outcome.word()>
<#if many>
<details class="example" id="${view.address}"<#if worst == "passed" || outcome != "passed"> open</#if>>
<summary><h5><@parts.mark outcome/> ${view.name}</h5></summary>
<@went view/>
</details>
<#else>
<@went view/>
</#if>
</#macro>

<#macro went view>
<ol class="steps"><#list view.example.steps as step><#if step.keyword?has_content || step.status == "failed"><li<#if step.status != "passed"> class="${step.status}"</#if>><b>${step.keyword}</b> ${step.text}<#if step.status != "passed"> <span class="status">${step.status}</span></#if><#if step.argument?has_content><pre>${step.argument}</pre></#if></li></#if></#list></ol>
<#if view.observations?has_content>
<table class="observations">
<thead><tr><th scope="col">Compared</th><th scope="col">expected</th><th scope="col">seen</th><th scope="col">met</th></tr></thead>
<tbody><#list view.observations as o><tr<#if !o.met> class="unmet"</#if>><th scope="row"><@text o.what/></th><td><@text o.expected/></td><td><#if o.alike>as expected<#else><@text o.observed/></#if></td><td>${o.met?string("✓", "✗ no")}</td></tr>
</#list></tbody>
</table>
</#if>
<#list view.matrices as m><p class="needs">${m.title}: <#if m.worthDrawing()><a href="#${m.address}">${m.words()}</a><#else>${m.words()}</#if>.</p></#list>
<#list view.evidence as e><@evidenceOf e/></#list>
</#macro>

<#-- A text that may be long: a line, and the whole behind a fold. -->
<#macro text brief style=""><#if brief.isShortened()><details class="whole ${style}"><summary>${brief.text()}</summary><pre>${brief.whole()}</pre></details><#elseif style?has_content><p class="${style}">${brief.text()}</p><#else>${brief.text()}</#if></#macro>

<#macro evidenceOf e>
<div class="evidence">
  <#if e.evidence.why?has_content><p><b>Why it matters.</b> ${e.evidence.why}</p></#if>
  <#if e.evidence.cause?has_content><p><b>What usually causes it.</b> ${e.evidence.cause}</p></#if>
  <#if e.commands?has_content>
  <p><b>See it again by hand.</b></p>
  <pre class="commands" tabindex="0" role="group" aria-label="Commands"><#list e.commands as command><#if command?index lt 4>${command.text()}
</#if></#list></pre>
  <#if e.isShortened() || e.commands?size gt 4><details><summary>All ${e.commands?size} commands, whole</summary><pre tabindex="0" role="group" aria-label="All commands">${e.script()}</pre></details></#if>
  </#if>
  <#list e.evidence.files as file><details><summary>${file.name}</summary><pre tabindex="0" role="group" aria-label="${file.name}">${file.text}</pre></details></#list>
</div>
</#macro>
