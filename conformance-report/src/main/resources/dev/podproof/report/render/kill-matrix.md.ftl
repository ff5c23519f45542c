<#-- What the suite made of each deliberate violation, for people who read text. -->
<#-- What a cluster said stays words: no cell ends, no link or picture begins. -->
<#function cell text><#return text?replace("\\", "\\\\")?replace("&", "&amp;")?replace("<", "&lt;")?replace("|", "\\|")?replace("[", "\\[")?replace("`", "\\`")?replace("\n", " ")?replace("\r", " ")></#function>
# The kill matrix

${score}. Suite ${digest}. It took ${hours?string["0.0"]} hours.

| Fault | Fate | took | What is wrong with it |
|---|---|---:|---|
<#list lines as line>
| ${line.fault} | ${line.fate} | ${line.seconds?string["0"]} s | ${cell(line.said)} |
</#list>
