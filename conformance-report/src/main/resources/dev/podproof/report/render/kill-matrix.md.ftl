<#-- What the suite made of each deliberate violation, for people who read text. -->
<#include "cell.md.ftl">
# The kill matrix

${score}. Suite ${digest}. It took ${hours?string["0.0"]} hours.

| Fault | Fate | took | What is wrong with it |
|---|---|---:|---|
<#list lines as line>
| ${line.fault} | ${line.fate} | ${line.seconds?string["0"]} s | ${cell(line.said)} |
</#list>
