<#-- A text in a cell of a table. What a cluster or a report said stays words: no cell ends, no link or picture begins. -->
<#function cell text><#return text?replace("\\", "\\\\")?replace("&", "&amp;")?replace("<", "&lt;")?replace("|", "\\|")?replace("[", "\\[")?replace("`", "\\`")?replace("\n", " ")?replace("\r", " ")></#function>
