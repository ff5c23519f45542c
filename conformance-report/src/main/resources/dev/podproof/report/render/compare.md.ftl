<#-- Reports side by side, for a pull request. -->
<#-- What a report says stays words: no cell ends, no link or picture begins. -->
<#function cell text><#return text?replace("\\", "\\\\")?replace("&", "&amp;")?replace("<", "&lt;")?replace("|", "\\|")?replace("[", "\\[")?replace("`", "\\`")?replace("\n", " ")?replace("\r", " ")></#function>
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
