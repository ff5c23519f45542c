<#-- The pieces that the page is put together from. -->
<#macro bar parts>
<div class="bar" aria-hidden="true"><#list parts as part><span class="${part.word}" style="width:${part.percent?string["0.###"]}%"></span></#list></div>
</#macro>

<#macro sign outcome><#switch outcome><#case "passed">✓<#break><#case "failed">✗<#break><#case "cantTell">?<#break><#default>–</#switch></#macro>

<#macro mark outcome><span class="mark ${outcome}"><@sign outcome/> ${outcome}</span></#macro>

<#-- What shows nothing wrong is a line until it is opened. -->
<#macro matrix m>
<details class="matrix" id="${m.address}"<#if !m.isMet()> open</#if>>
  <summary><h3><span class="id">${m.requirement}</span> ${m.title}</h3> <span class="where">${m.words()}</span></summary>
  <p class="needs"><a href="#${m.requirement}">${m.requirement}</a> ${m.scenario} · ${m.channels?join(", ")}</p>
  <div class="sides">
  <@picture m.picture m.title/>
  <div class="scroll" tabindex="0" role="group" aria-label="${m.requirement} ${m.title}">
  <table>
    <thead>
      <tr><td></td><#list m.hosts as span><th scope="colgroup" colspan="${span.columns}" class="host">${span.host}</th></#list></tr>
      <tr><th scope="col" class="corner">caller ↓ receiver →</th><#list m.columns as to><th scope="col">${to.name}<small>${to.address}</small></th></#list></tr>
    </thead>
    <tbody>
    <#list m.rows as row>
      <tr><th scope="row">${row.caller.name}<small>${row.caller.address} on ${row.caller.host}</small></th><#list row.pairs as pair><@pairOf pair/></#list></tr>
    </#list>
    </tbody>
  </table>
  </div>
  </div>
</details>
</#macro>

<#macro pairOf pair>
<#if !pair.observed?has_content><td class="none"></td><#elseif !pair.wrong?has_content><td class="met">✓ ${pair.observed?join(", ")}</td><#else><td class="unmet"><#list pair.wrong as c>✗ ${c.observed}<small>expected ${c.expected}<#if c.how?has_content>, ${c.how}</#if></small></#list></td></#if>
</#macro>

<#macro picture p title>
<#if p.hosts?has_content>
<div class="scroll" tabindex="0" role="group" aria-label="${title}, as a picture">
<svg class="picture" viewBox="0 0 ${p.width} ${p.height}" width="${p.width}" height="${p.height}" role="img" aria-label="${title}">
  <#list p.hosts as h>
  <line class="wire" x1="${h.x + h.width / 2}" y1="${h.y + h.height}" x2="${h.x + h.width / 2}" y2="${p.wire}"/>
  <rect class="host" x="${h.x}" y="${h.y}" width="${h.width}" height="${h.height}" rx="8"/>
  <text class="name" x="${h.x + 14}" y="${h.y + h.height - 24}">${h.name}</text>
  <text class="detail" x="${h.x + 14}" y="${h.y + h.height - 9}">${h.address}<#if h.podRange?has_content> · pods ${h.podRange}</#if></text>
  </#list>
  <#assign first = p.hosts?first last = p.hosts?last>
  <line class="wire" x1="${first.x + first.width / 2}" y1="${p.wire}" x2="${last.x + last.width / 2}" y2="${p.wire}"/>
  <#list p.arcs as a>
  <path class="arc ${a.met?string("met", "unmet")}" d="M ${a.x1} ${a.y1} Q ${a.cx} ${a.cy} ${a.x2} ${a.y2}"><title>${a.label}</title></path>
  </#list>
  <#list p.pods as pod>
  <rect class="pod" x="${pod.x}" y="${pod.y}" width="${pod.width}" height="${pod.height}" rx="6"/>
  <text class="name middle" x="${pod.x + pod.width / 2}" y="${pod.y + 19}">${pod.name}</text>
  <text class="detail middle" x="${pod.x + pod.width / 2}" y="${pod.y + 34}">${pod.address}</text>
  </#list>
</svg>
</div>
</#if>
</#macro>

<#-- Who saw which source address: a call from a guest of one host to another host, and the address that arrived. -->
<#macro source v>
<#assign ofCaller = v.whose.name() == "CALLER" ofHost = v.whose.name() == "HOST">
<#assign kept = ofCaller || v.whose.name() == "OTHER_OF_HOST">
<#assign tone = v.met?then(kept?then("kept", "given"), "wrong")>
<figure class="source">
  <figcaption>${v.title} <span class="where">${v.requirement} · ${v.how()}</span></figcaption>
  <svg class="picture" viewBox="0 0 524 118" width="524" height="118" role="img" aria-label="${v.title}: ${v.server.name} on ${v.server.host} saw ${v.seen}, ${v.whose.words()}">
    <@sourceSide v.caller 4 tone ofCaller ofHost/>
    <@sourceSide v.server 340 tone false false/>
    <#if ofHost><path class="ray ${tone} inner" d="M 172 33 H 184"/></#if>
    <path class="ray ${tone}" d="M ${ofHost?then(184, 172)} 33 H 344"/>
    <path class="head ${tone}" d="M 352 33 l -9 -5 v 10 z"/>
    <text class="seen ${tone} middle" x="262" y="24">${v.seen}</text>
    <text class="detail middle" x="262" y="50">is what the server saw:</text>
    <#list v.whose.lines() as line><text class="detail middle" x="262" y="${64 + 14 * line?index}">${line}</text></#list>
  </svg>
</figure>
</#macro>

<#macro sourceSide side x tone own host>
<rect class="host<#if host> marked ${tone}</#if>" x="${x}" y="4" width="180" height="110" rx="8"/>
<rect class="pod<#if own> marked ${tone}</#if>" x="${x + 12}" y="12" width="156" height="42" rx="6"/>
<text class="name middle" x="${x + 90}" y="30">${side.name}</text>
<text class="detail middle<#if own> ${tone}</#if>" x="${x + 90}" y="45">${side.onHostNetwork()?then("on the host's network", side.address)}</text>
<text class="name" x="${x + 14}" y="84">${side.host}</text>
<text class="detail<#if host> ${tone}</#if>" x="${x + 14}" y="101">${side.hostAddress}</text>
</#macro>

<#macro sources views>
<div class="sources"><#list views as v><@source v/></#list></div>
</#macro>

<#macro contrast table>
<div class="scroll" tabindex="0" role="group" aria-label="Docker and the pods' network side by side"><table class="contrast">
  <thead><tr><th scope="col">Of the same calls</th><#list table.subjects as subject><th scope="col">${subject}</th></#list></tr></thead>
  <tbody><#list table.lines as line><tr><th scope="row">${line.question}</th><#list line.answers as answer><td>${answer}</td></#list></tr></#list></tbody>
</table></div>
</#macro>

<#macro timeline t>
<div class="scroll" tabindex="0" role="group" aria-label="When which scenario ran">
<svg class="picture" viewBox="0 0 ${t.width} ${t.height}" width="${t.width}" height="${t.height}" role="img" aria-label="Scenarios over time, a row for each worker">
  <#list t.spans as b>
  <rect class="work" x="${b.x?string["0.#"]}" y="${b.y}" width="${b.width?string["0.#"]}" height="${b.height}" rx="2"><title>${b.label}</title></rect>
  </#list>
  <#list t.waits as b>
  <rect class="wait" x="${b.x?string["0.#"]}" y="${b.y}" width="${b.width?string["0.#"]}" height="${b.height}"><title>${b.label}</title></rect>
  </#list>
  <#list t.marks as m>
  <text class="detail" x="${m.x?string["0.#"]}" y="${t.height - 4}">${m.label}</text>
  </#list>
</svg>
</div>
</#macro>

<#macro bars list what>
<table class="bars">
<thead><tr><th scope="col">${what}</th><th scope="col" class="long">share of the longest</th><th scope="col" class="number">time</th></tr></thead>
<tbody>
<#list list as b>
  <tr><th scope="row">${b.name}</th><td class="long"><span style="width:${b.percent?string["0.###"]}%"></span></td><td class="number">${b.seconds?string["0.0"]} s</td></tr>
<#else>
  <tr><td>nothing</td><td class="long"></td><td class="number"></td></tr>
</#list>
</tbody>
</table>
</#macro>
