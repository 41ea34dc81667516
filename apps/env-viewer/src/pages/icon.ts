/**
 * The icon of the viewer: a door with a flap, and the cat that looks through it. Kept as text so that
 * a build needs no further files; `lazycat/icon.svg`, the package's, is the same to the letter.
 */

/** The icon as SVG. */
export const ICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 512 512" width="512" height="512">
  <title>懒猫ENV查看器</title>
  <defs>
    <linearGradient id="door" x1="0" y1="0" x2="0" y2="1">
      <stop offset="0" stop-color="#b85c20"/>
      <stop offset="1" stop-color="#8a3f11"/>
    </linearGradient>
    <linearGradient id="fur" x1="0" y1="0" x2="0" y2="1">
      <stop offset="0" stop-color="#fffdf9"/>
      <stop offset="1" stop-color="#f3e6d6"/>
    </linearGradient>
    <clipPath id="opening">
      <path d="M96 0h320v420a16 16 0 0 1-16 16H112a16 16 0 0 1-16-16z"/>
    </clipPath>
  </defs>
  <rect width="512" height="512" rx="112" fill="url(#door)"/>
  <path d="M256 92a144 144 0 0 1 144 144v168a32 32 0 0 1-32 32H144a32 32 0 0 1-32-32V236A144 144 0 0 1 256 92z"
    fill="#3d1d09"/>
  <g clip-path="url(#opening)">
    <path d="M136 400V210l-14-96a12 12 0 0 1 19-11l72 48a190 190 0 0 1 86 0l72-48a12 12 0 0 1 19 11l-14 96v190z"
      fill="url(#fur)"/>
    <path d="M150 142l46 31a120 120 0 0 0-38 29zM362 142l-46 31a120 120 0 0 1 38 29z" fill="#e8b48c"/>
    <ellipse cx="201" cy="240" rx="19" ry="25" fill="#26211c"/>
    <ellipse cx="311" cy="240" rx="19" ry="25" fill="#26211c"/>
    <circle cx="208" cy="231" r="7" fill="#fffdf9"/>
    <circle cx="318" cy="231" r="7" fill="#fffdf9"/>
    <path d="M242 280h28a5 5 0 0 1 4 8l-14 16a5 5 0 0 1-8 0l-14-16a5 5 0 0 1 4-8z" fill="#b85c20"/>
  </g>
  <path d="M112 334h288v70a32 32 0 0 1-32 32H144a32 32 0 0 1-32-32z" fill="#c96a2b"/>
  <path d="M112 334h288v14H112z" fill="#3d1d09" opacity=".28"/>
  <rect x="100" y="320" width="312" height="22" rx="11" fill="#f3e6d6"/>
  <rect x="216" y="382" width="80" height="18" rx="9" fill="#8a3f11"/>
</svg>
`
