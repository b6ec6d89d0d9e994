-- Called by Start.bas: the id of the button and, behind the first "|", the name of the workbook in front, which may
-- be anything. It reaches the shell in `quoted form` only. Returns the name of a text that says what is wrong, or "".
property pythonPath : "{python}"

on JibiaoClick(parameters)
	set oldDelimiters to AppleScript's text item delimiters
	set AppleScript's text item delimiters to "|"
	set buttonId to text item 1 of parameters
	set workbookName to (text items 2 thru -1 of parameters) as text
	set AppleScript's text item delimiters to oldDelimiters
	try
		do shell script "test -x " & quoted form of pythonPath
	on error
		return "python_gone"
	end try
	try
		do shell script quoted form of pythonPath & " -P -B -c 'import jibiao.live.click'"
	on error
		return "jibiao_gone"
	end try
	set logFile to (POSIX path of (path to home folder)) & "Library/Containers/com.microsoft.Excel/Data/xlwings.log"
	-- Excel answers nobody while a macro waits, so Python goes on by itself.
	do shell script quoted form of pythonPath & " -P -B -W ignore -c 'import sys, jibiao.live.click as c; c.excel(*sys.argv[1:])' " & quoted form of buttonId & " " & quoted form of workbookName & " > /dev/null 2> " & quoted form of logFile & " &"
	return ""
end JibiaoClick
