<#-- The kill matrix as a picture: a row for each fault, a column for each requirement. One file, no scripts, nothing loaded. -->
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Kill matrix: ${score}</title>
<style>
<#include "style.css">
.kills { border-collapse: collapse; font-size: 0.75rem; }
.kills th { text-align: left; font-weight: normal; white-space: nowrap; padding: 0 0.5rem 0 0; }
.kills thead th { writing-mode: vertical-rl; padding: 0.3rem 0; }
.kills td { width: 0.8rem; height: 0.8rem; border: 1px solid #fff; padding: 0; }
.kills .killed { background: #1a7f37; } .kills .missed { background: #cf222e; } .kills .side { background: #9a9a9a; }
.kills .passed { background: #e6f4e9; } .kills .unexpected { background: #e3a008; }
.kills .fate { padding-right: 0.5rem; }
</style>
</head>
<body>
<header>
  <p class="brand">Podproof kill matrix</p>
  <h1>${score}</h1>
  <p class="facts">suite ${digest} · ${hours?string["0.0"]} hours</p>
</header>
<main>
<p>Each row is a cluster with one deliberate violation; each column is a requirement. Dark green: violated, and failed. Red: violated, and not failed. Light green: not
violated, and passed. Grey: can't but fail too. Yellow: not violated, and did not pass.</p>
<table class="kills">
<thead><tr><th></th><th></th><#list requirements as id><th scope="col">${id}</th></#list></tr></thead>
<tbody>
<#list lines as line>
<tr><th scope="row">${line.fault}</th><th class="fate">${line.fate}</th><#list line.boxes as box><td class="${box.kind}" title="${line.fault}: ${box.requirement} ${box.outcome}"></td></#list></tr>
</#list>
</tbody>
</table>
<h2>What is wrong</h2>
<ul>
<#list lines?filter(line -> line.said?has_content) as line>
<li><b>${line.fault}</b> (${line.fate}): ${line.said}</li>
<#else>
<li>Nothing.</li>
</#list>
</ul>
</main>
</body>
</html>
