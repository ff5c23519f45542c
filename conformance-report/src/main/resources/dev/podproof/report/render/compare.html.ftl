<#-- Reports side by side. One file, no scripts, nothing loaded. -->
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Podproof comparison: ${summary}</title>
<style>
<#include "style.css">
.beside { overflow-x: auto; }
.beside table { border-collapse: collapse; }
.beside th, .beside td { text-align: left; padding: 0.3rem 0.8rem 0.3rem 0; vertical-align: top; font-weight: normal; }
.beside thead th, .beside .broken td:last-child { font-weight: bold; }
.beside tr { border-bottom: 1px solid #8886; }
</style>
</head>
<body>
<header>
  <p class="brand">Podproof comparison</p>
  <h1>${summary}</h1>
</header>
<main>
<ul>
<#list columns as column>
<li><b>${column.letter}</b> ${column.implementation}, ${column.startedAt} (${column.label})<br>suite ${column.suite}</li>
</#list>
</ul>
<#list warnings as warning>
<p><b>${warning}</b></p>
</#list>
<h2>Verdicts</h2>
<div class="beside" tabindex="0" role="region" aria-label="Verdicts">
<table>
<thead><tr><th scope="col">Profile</th><#list columns as column><th scope="col">${column.letter}</th></#list></tr></thead>
<tbody>
<#list verdicts as line>
<tr><th scope="row">${line.name}</th><#list line.words as word><td>${word}</td></#list></tr>
</#list>
</tbody>
</table>
</div>
<h2>What differs</h2>
<#if different?has_content>
<div class="beside" tabindex="0" role="region" aria-label="What differs">
<table>
<thead><tr><th scope="col">Requirement</th><#list columns as column><th scope="col">${column.letter}</th></#list><th scope="col">Change</th></tr></thead>
<tbody>
<#list different as line>
<tr id="${line.name}" class="${line.change?replace(" ", "-")}"><th scope="row"><b>${line.name}</b> ${line.level}<br>${line.statement}</th><#list line.words as word><td>${word}</td></#list><td>${line.change}</td></tr>
</#list>
</tbody>
</table>
</div>
<#else>
<p>Nothing.</p>
</#if>
<h2>What is the same</h2>
<p><#list same as id>${id}<#sep>, </#sep><#else>Nothing.</#list></p>
</main>
</body>
</html>
