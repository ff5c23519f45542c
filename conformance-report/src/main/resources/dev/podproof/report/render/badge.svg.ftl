<svg xmlns="http://www.w3.org/2000/svg" width="${70 + width}" height="20" role="img" aria-label="podproof: ${word}">
<title>podproof: ${word}</title>
<clipPath id="round"><rect width="${70 + width}" height="20" rx="3"/></clipPath>
<g clip-path="url(#round)"><rect width="70" height="20" fill="#3b444b"/><rect x="70" width="${width}" height="20" fill="${colour}"/></g>
<g fill="#fff" font-family="Verdana, DejaVu Sans, sans-serif" font-size="11" text-anchor="middle"><text x="35" y="14">podproof</text><text x="${70 + width / 2}" y="14">${word}</text></g>
</svg>
