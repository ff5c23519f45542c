<#-- Reports side by side, for a pull request. -->
<#include "cell.md.ftl">
# ${summary}

<#list columns as column>
- **${column.letter}** ${cell(column.implementation)}, ${cell(column.startedAt)} (${cell(column.label)})
</#list>
<#list warnings as warning>

${warning}
</#list>

| |<#list columns as column> ${column.letter} |</#list> |
|---|<#list columns as column>---|</#list>---|
<#list verdicts as line>
| ${cell(line.name)} |<#list line.words as word> ${word} |</#list> |
</#list>
<#list different as line>
| ${cell(line.name)} (${line.level}) |<#list line.words as word> ${word} |</#list> ${line.change} |
</#list>
