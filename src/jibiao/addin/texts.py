"""What the building of the page says to users."""

PAGE_NO_NPM = (
    "生成网页要用 npm（随 Node.js 安装），这台电脑上没有。也可以用 --pyodide 写明 pyodide 所在的文件夹。"
)
PAGE_NO_NODE = "生成网页要用 Node.js 18 或更高版本，这台电脑上没有。"
PAGE_PROGRAM_FAILED = "{program} 没有完成：{why}"
PAGE_PART_MISSING = "没有 {file}。--pyodide 要写 npm 软件包 pyodide 解开后的文件夹。"
PAGE_PART_OTHER = "{file} 不是 pyodide {version} 的原文件（SHA-256 不符），没有采用。"
