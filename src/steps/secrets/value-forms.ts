/** What may follow a name up to the quote in which a value stands: in whatever language, in a parameter of Bicep or ARM too. */
export const ASSIGNED =
  /(?:\\{0,3}["'`](?:\]|\s{1,8}(?=:))?|[\]*])?[ \t]{0,8}(?:\{[ \t]{0,4}get;[\w ;]{0,40}\}[ \t]{0,4})?(?:\?[ \t]{0,4})?(?:[ \t]{1,8}n?(?:var)?char2?\([ \t]{0,2}\w{1,5}(?: char)?\)[ \t]{0,8}(?=:?=)|(?::[ \t]{0,4}|as[ \t]{1,4})?(?:secure)?string[ \t]{0,4}|\[\d{0,4}\][ \t]{0,4}|:[ \t]{0,4}[\w.&'<>[\]?| ]{1,40}(?=:?=))?(?::{1,3}=|\.=|[=-]>|[?|]{2}=|\?=|<-|<{3}|:{1,2}|=|(?<=["'][ \t]{1,8}|\bset[ \t][\w. ]{1,60})(?:to|with)(?=[ \t])|by[ \t]lazy[ \t]{0,2}\{)\*{0,2}[\s(]{0,60}(?:\/\*[^*\n]{0,60}\*\/\s{0,8}|(?:&|!!)[\w-]{1,60}[ \t]{1,4}){0,2}(?:\{\s{0,60}\\{0,3}"value\\{0,3}"[ \t]{0,4}:[ \t]{0,4})?(?:(?:\[\]byte|(?:new[ \t])?(?:[\w.]{1,20}(?:\.|::))?(?:str(?:ing)?|text|some|just|of|from|new|bytes|bytearray|borrowed|valueof|secret|(?:secret|secure|guarded|q)str(?:ing)?|sensitive|password))\(\s{0,20}){0,3}[@$bfru]{0,2}(?<quote>\\{0,3}["'`])/iy;
/** What it is compared with. */
export const COMPARED =
  /["'`\])]{0,3}(?:[ \t]{0,4}(?:[!=]={1,2}|<>)[ \t]{0,4}|[ \t]{1,4}(?:-c?i?(?:eq|ne)|eq|ne|is)[ \t]{1,4})(?<quote>["'`])/y;
/** In the languages that have one sign for it. */
export const COMPARED_IF = /[ \t]{0,4}=[ \t]{0,4}(?<quote>["'])(?=[^"'\n]{6,64}["'][ \t)]{1,8}(?:then|and|or)\b)/iy;
/** The same up to the next argument of a call. */
export const NEXT_ARGUMENT =
  /(?:\]?\\{0,3}["'`]|(?<=\bCURLOPT_[A-Z]{4,24}|\bSECURITY_CREDENTIALS|\{\w{1,60}|\b(?:strn?cpy|strn?cmp|strcasecmp|strcpy_s|wcscmp|hash_equals)\([ \t]{0,4}[\w.>&*$-]{1,60}))\s{0,8},\s{0,60}(?:with:[ \t]{0,4})?(?<quote>\\{0,3}["'`])/y;
/** What stands before the name where the next argument is its value. */
export const PUTS =
  /(?:put|set|insert|add|env|define)[\w.]{0,20}\([ \t]{0,4}["'`][\w.-]{0,60}$|["']user(?:name)?["'],[^\n]{1,60}["']$/i;
/** And where it is, if it has a digit: fields of forms, and options with what they are by default. */
export const FILLS =
  /(?:fill|append|type|string|option|flag|param|field|setItem)[\w.]{0,12}\([ \t]{0,4}["'`][^"'`\n]{0,30}$/i;

/** The same behind a blank alone, as SQL, Gradle and options of commands have it. */
export const BEHIND_BLANK = /\*?[ \t]{1,4}@?(?<quote>["'])(?=\w)/y;
/** What is made of it at once: a text, a hash, an option. */
export const MADE_INTO =
  /["'`\])]{0,2}(?:[ \t]{0,4}:[ \t]{0,2}&?\w{2,12})?[ \t]{0,4}(?:\{[ \t]{0,2}|(?:[:=(]|=>)[ \t]{0,4}(?:\w{1,20}::)?(?:md5|sha\d{0,3}|b?crypt|password|encrypt|encode|hash\w{0,10}|make_password|generate_password_hash|from|some|new)\([ \t]{0,2}b?)(?<quote>["'])/iy;
/** The value of a name in quotes, as JSON has it. */
export const PAIRED = /\\{0,3}["'][ \t]{0,4}:[ \t]{0,4}\\{0,3}["'](?<secret>[^\s"'<>\\]{6,128})(?=\\{0,3}["'])/y;

/** What may follow without quotes, from where the name ends; what a form says of the place before the name is asked first. */
export const FORMS: readonly {
  pattern: RegExp;
  after?: (before: string, name: string) => boolean;
  /** What stands there is text for people, whatever a parser makes of it. */
  isText?: true;
  /** In code no sentence stands outside of texts and comments. */
  isSentence?: true;
}[] = [
  {
    // What a variable or a parameter has where nobody gives it a value.
    pattern:
      /["']?[ \t]{0,4}(?:[:=][ \t]{0,4})?\{[^{}]{0,400}?(?<![\w-])["']?(?:default(?:Value)?|value)["']?[ \t]{0,8}[:=][ \t]{0,4}["'](?<secret>[^\s"'\\]{6,512})/y,
  },
  {
    // The value of a pair, in XML, JSON and YAML.
    pattern:
      /\\{0,3}["'`]?(?:,\s{0,60}|\s{1,60})(?:#[^\n]{0,80}\n\s{1,40})?(?:\\{0,3}["']?[\w:-]{1,24}\\{0,3}["']?[ \t]{0,4}[:=][ \t]{0,4}(?:\\{0,3}["'][^"'\n\\]{0,80}\\{0,3}["']|[\w.-]{1,24})(?:,\s{0,60}|\s{1,60})){0,2}\\{0,3}["']?(?:(?:parameter|string|raw|secret)?_?value|default|select(?==["'] ?["']))\\{0,3}["']?[ \t]{0,4}[:=][ \t]{0,4}\\{0,3}["']?(?:(?<=select=") ?')?(?<secret>[^\s"'<>\\]{6,512})/iy,
  },
  {
    // The content of an element, of one in it, and of one that follows where its name is the content of another.
    pattern:
      /(?:[^<>\n]{0,120}>\s{0,60}(?:<[\w:.-]{0,30}(?:[Vv]alue|Prop)(?:[ \t][^<>\n]{0,80})?>)?|<\/[\w:.-]{1,40}>\s{0,60}<[\w:.-]{1,40}(?:[ \t][^<>\n]{0,80})?>)(?:<!\[CDATA\[)?(?<secret>[^<>\s]{6,512}?)(?:\]\]>)?\s{0,60}(?=<\/)/y,
    after: (before) =>
      /<[\w:.-]{0,60}(?:[ \t](?:[^<>\n]{0,60}[ \t:])?(?:name|key)="[\w:.-]{0,60})?$|<(?:[\w:]{0,20}(?:key|name)|stringProp[^<>\n]{0,60})>[\w:.-]{0,60}$|>-{1,2}[\w-]{0,40}$/i.test(
        before,
      ),
  },
  {
    // With nothing between, as rules for passwords want it.
    pattern:
      /[ \t]{1,2}[`*"']{0,2}(?<secret>(?=[\w!#$%&*+@-]{0,60}\d)[A-Z][a-z][\w!#$%&*+@-]{4,60}(?<=\d\d|[!#$%&+@]))(?=[.,;:)]?(?:["'`*\s]|$))/y,
  },
  {
    // As a page shows it to people.
    pattern:
      /[ \t]{0,2}:?[ \t]{0,2}(?:<\/?(?:b|strong|code|i|em|td|th|dd|dt|p|li|span|kbd|tt|br)(?:[ \t][^<>\n]{0,80})?\/?>\s{0,40}){1,4}(?<secret>(?=[^<>\s]{0,60}\d)[^<>\s]{6,128})(?=\s{0,20}<)/iy,
    isText: true,
  },
  {
    // The next item of a list, behind an option.
    pattern:
      /["']?[ \t]{0,4}\r?\n[ \t]{0,40}-[ \t]{1,4}["']?(?<secret>[^\s"'-][^\s"']{5,511})(?=["']?[ \t]{0,8}\r?$)/my,
    after: (before) => /^[ \t]{0,40}-[ \t]{1,4}["']?--?[\w-]{0,40}$/.test(before),
  },
  {
    // What a test types into a field.
    pattern: /(?:\t|[ ]{2})[ \t]{0,20}(?:\S{1,60}(?:\t|[ ]{2})[ \t]{0,20})?(?<secret>\S{6,128})(?=[ \t]{0,8}\r?$)/my,
    after: (before) => /^[ \t]{0,20}(?:\w{1,20} ){0,2}input (?:\w{1,20}(?:\t|[ ]{2})[^\n]{0,40})?$/i.test(before),
  },
  {
    // As people tell each other.
    pattern:
      /[ \t]{1,2}(?:is|lautet|ist|es|est|\xc3[\xa8\xa9]|\xc3\xa4r|er)[ \t]{0,2}:?[ \t]{1,2}["'`]?(?<secret>[^\s"'`<>|,;]{5,128}[^\s"'`<>|,;.])/y,
  },
  {
    // With words between, and what a sentence has before what it is set to.
    pattern:
      /(?:[ \t]{1,2}[\w'().@\x80-\xff-]{1,30}){0,6}?[ \t]{0,2}(?:[:=>(]|[ \t]\(?(?:is:?|was|to|as|now|currently|lautet|ist|es|est|\xc3[\xa8\xa9]|\xc3\xa4r|er))[ \t]{1,2}["'`*]{0,2}(?<secret>(?=[\w!#$%&*+@-]{0,60}\d)(?=\S{0,60}[A-Z!#$%*+])(?=\S{0,60}[a-z])[A-Za-z][\w!#$%&*+@-]{7,60}(?<=\d\d|[!#$%&+@]|\d[a-z]|[a-z]{6}\d))(?=["'`*.,;:)]{0,3}(?:\s|$))/y,
    isSentence: true,
  },
  {
    // An option of a command, and a variable of an image.
    pattern: /[ \t=]{1,4}(?:\\{0,3}["'])?(?<secret>[^\s"'`<>|;\\]{8,512})/y,
    after: (before) =>
      /(?:(?:^|[\s"'`[(])--?[\w-]{0,40}|^[ \t]{0,20}(?:ENV|ARG|setx)[ \t]{1,8}\w{0,60})$/i.test(before),
  },
];

/** A setting that a command is given: a variable of a container, a property of a build, a field of a form. */
export const GIVEN = /=\\{0,3}["']?(?<secret>[^\s"'`<>|;&,\\]{6,512})/y;
export const BEFORE_GIVEN =
  /(?:^|[\s"'`([])(?:--[\w-]{0,60}|(?:-[eDPdFo]|--?(?:env|var|set(?:-string)?|build-arg|from-literal|extra-vars|env-var|data)|\/p:|config:set|secrets[ \t]set|echo(?:[ \t]-\w)?|printf)(?:[ \t=:]{0,2}|["'],[ \t]?)\\?["']?(?:[\w.:=@/%-]{0,60}[,;&])?[\w.-]{0,60})$|(?:^|[ \t])(?:ansible_|Environment=["']?)\w{0,60}$|\w=[^\s&"'`<>]{0,60}&[\w.-]{0,40}$|(?:putenv\()?["'`][A-Z\d_]{1,60}$/;

/** A value that stands alone to the end of its line, and one that others follow. */
export const ALONE =
  /["'*]{0,2}[ \t]{0,8}(?:[?:]?=|:(?:\*\*|<\/\w{1,8}>)?[ \t])[ \t]{0,8}(?:(?:&|!!)[\w-]{1,60}[ \t]{1,4}){0,2}(?:[|>][+-]?\r?\n[ \t]{1,40})?(?<secret>[^\s"'`]\S{5,511})/y;
/** The value of a key of YAML on the line below. */
export const BELOW = /["']?[ \t]{0,4}:[ \t]{0,8}\r?\n[ \t]{1,40}(?<secret>[^\s"'`]\S{4,510}[^\s:])/y;
/** Words alone to the end of the line, or of an element. */
export const PHRASE =
  /["']?[ \t]{0,8}(?:[:=][ \t]{0,8}|>)(?<secret>[a-z]{1,12}(?:[ ][a-z]{1,12}){3,11})(?=[ \t]{0,20}\r?$|<\/)/my;
export const AFTER_ALONE = /[ \t]{0,80}(?:\r?$|#)/my;
export const AMONG_OTHERS =
  /["'*]{0,2}[ \t]{0,8}(?::?=|:(?:\*\*|<\/\w{1,8}>)?[ \t])[ \t]{0,8}(?<secret>(?:[^\s"'`,;<>|&(){}[\]\\]|&(?![\w.-]{1,40}=)){8,512})/y;

/** Without a blank, as notes have it. */
export const BEHIND_COLON = /["']?:(?=[^?=+-])(?<secret>[^\s"'`,;:/<>|&(){}[\]\\]{8,128})/y;

/** A text in the quotes of its language, or on lines of its own. */
export const TEXT_BLOCK =
  /["'\])]{0,2}(?:[ \t]{0,8}(?:=>|:?=|:)[ \t]{0,8}|[ \t]{1,4}(?=%[qQ]))[bru@$]{0,2}(?:(?:"{3}|'{3}|@["'])\s{0,60}(?<block>[^\s"'`]{6,128})\s{0,60}(?:"{3}|'{3}|["']@)|(?:qq?|%[qQ])[({<[](?<text>[^\s"'`(){}<>[\]]{6,128})[)}>\]]|\[(?<level>={0,2})\[\s{0,8}(?<long>[^\s"'`(){}[\]]{6,128})\s{0,8}\]\k<level>\])/y;
/** The first of a list. */
export const LISTED =
  /["']?(?:[ \t]{0,4}:[ \t]{0,4}[\w.&'<>[\]?| ]{1,40}(?==))?(?:\[\])?[ \t]{0,4}(?::=|=>|[:=])\s{0,60}(?:\[|(?:new[ \t]{0,4}\w{0,20}\[\][ \t]{0,4}|\[\][ \t]{0,4}\w{0,20})?\{|vec!\[|(?:[A-Z]\w{0,20}\.(?:of|asList)|(?:list|set|array)\w{0,4})?\()\s{0,60}(?<quote>["'])/y;
/** And each further one, behind the quote that closes. */
export const NEXT_LISTED = /["'],\s{0,60}(?<quote>["'])/y;
/** Values of several names, in their order. */
export const VALUES_OF_SEVERAL = /(?:,[ \t]{0,4}\w{1,40}){0,3}\)?[ \t]{0,4}:?=[ \t]{0,4}\(?/y;
export const ONE_OF_SEVERAL = /(?:"[^"\n]{0,80}"|'[^'\n]{0,80}'|[\w.]{1,40}),[ \t]{0,4}/y;
export const BEFORE_ONE_OF_SEVERAL =
  /^[ \t]{0,20}(?:(?:var|let|const|local|my|val)[ \t]{0,4})?\(?(?:\w{1,40},[ \t]{0,4}){1,3}\w{0,40}$/;
/** A line that is a name and its value: directives of servers, variables of some shells and of tests. */
export const DIRECTIVE =
  /\}?[ \t]{1,8}(?:simple[ \t]{1,4}|[05-9][ \t]{1,4})?["']?(?<secret>[^\s"'`<>;]{6,128})["']?[ \t]{0,8};?[ \t]{0,8}(?=\r?$)/my;
export const BEFORE_DIRECTIVE =
  /^[ \t]{0,20}(?:set[ \t]{1,4}(?:-\w{1,4}[ \t]{1,4})?\$?|setenv[ \t]{1,4}|%(?:define|global)[ \t]{1,4}|\$\{)?[\w.]{0,60}$/i;
/** The same of a device, in files of nothing but settings: some words lead to the name. */
export const BEFORE_SETTING = /^[ \t]{0,20}(?:[\w-]{1,30}[ \t]{1,4}){0,3}[\w.-]{0,60}$/;
/** All that a line of a script sets a variable to. */
export const WORD = /[ \t]{0,2}=[ \t]{0,2}["']?(?<secret>[\w!#%+.~^@*-]{6,64})["']?(?=[ \t]{0,8}(?:[;#&]|\r?$))/my;
export const BEFORE_WORD =
  /^[ \t]{0,40}(?:(?:export|set|local|readonly|env|declare(?: -x)?)[ \t]{1,4})?["']?\$?(?:env:)?\w{0,60}$/i;
/** What stands before the name where it comes last in its pair. */
export const VALUE_FIRST =
  /(?:value|default)["']?[ \t]{0,4}[:=][ \t]{0,4}(?:"(?<one>[^\s"<>]{6,128})"|'(?<other>[^\s'<>]{6,128})'|(?<bare>[^\s"'<>,]{6,128})),?\s{0,60}(?:["']?type["']?[ \t]{0,4}[:=][ \t]{0,4}["']?\w{1,20}["']?,?\s{1,60})?["']?\w{0,12}(?:name|key|alias|id)["']?[ \t]{0,4}[:=][ \t]{0,4}["']?[\w.:-]{0,60}$/i;
/** The same on one line: what is moved to a name, and what is written to a file of it. */
export const MOVED =
  /(?:\b(?:move|put|store)[ \t]{1,8}["'](?<moved>[^\s"']{6,128})["'][ \t]{1,8}(?:into|to|in)[ \t]{1,8}[\w-]{0,40}|["'](?<written>[^\s"']{6,128})["'][ \t]{0,4}>{1,2}[ \t]{0,4}["']?[\w./~${}-]{0,60})$/i;
/** And where a comment says what it is; nothing follows. */
export const SAID_BEHIND =
  /[=:(,][ \t]{0,8}["'`](?<secret>[^\s"'`]{6,128})["'`][),;]{0,3}[ \t]{1,20}(?:#|\/\/|--)[ \t]{0,4}(?:\w{1,12}[ \t]){0,3}\w{0,12}$/i;
