"""What columns are usually called, in lower case with underscores."""

from __future__ import annotations

import re

# Compared in lower case, spaces and hyphens as underscores; the first that is there is taken.
USER = (
    *("user_id", "user", "userid", "uid", "username", "user_name", "profile_name", "profile"),
    *(
        "friendly_name",
        "who",
        "person",
        "person_id",
        "member_id",
        "customer_id",
        "customerid",
        "reviewer_id",
    ),
    *(
        "member",
        "family_member",
        "account",
        "account_name",
        "email",
        "viewer",
        "listener",
        "borrower",
        "patron",
        "reader",
        "rater",
        "your_name",
        "participant",
    ),
    *("benutzer", "nutzer", "utilisateur", "usuario", "usuário", "utente", "gebruiker", "profil"),
    *("użytkownik", "пользователь", "ユーザー", "用户", "사용자", "perfil", "profilo"),
)
ITEM = (
    *("item_id", "item", "itemid", "movieid", "movie_id", "film_id", "filmid", "bookid", "book_id"),
    *("trackid", "track_id", "songid", "song_id", "artistid", "artist_id", "videoid", "video_id"),
    *("productid", "product_id", "gameid", "game_id", "objectid", "object_id", "beer_id", "bid"),
    *("asin", "parent_asin", "isbn", "const", "rym_album"),
)
TIME = (
    *("timestamp", "time", "ts", "unix_time", "unixtime", "datetime", "date_time"),
    *("watched_at", "played_at", "listened_at", "read_at", "rated_at", "event_time"),
    *("watched_date", "date_watched", "date_read", "date_rated", "date_played", "date"),
    *("watched_on", "played_on", "listened_on", "read_on", "seen_on", "viewed_on", "finished_on"),
    *("date_seen", "date_finished", "date_listened", "last_watched", "last_played", "last_read"),
    *("order_date", "ordered_at"),
    *("gesehen_am", "gelesen_am", "gehört_am", "datum", "fecha", "data"),
    *("data_obejrzenia", "data_przeczytania", "дата_просмотра", "дата_прочтения", "дата"),
    *("打分日期", "标记日期", "日期", "視聴日", "鑑賞日", "読了日", "日付", "시청일", "날짜"),
    *("end_date", "ended_on", "ended_at", "finished_at", "finish_date", "completed_at"),
    *("completed_on", "date_completed"),
    # Of the row, where nothing says when the thing itself was.
    "created_at",
)
RATING = (
    *("my_rating", "your_rating", "my_ratings", "userrating", "my_score", "your_score"),
    *("personal_rating", "own_rating", "rating", "star_rating", "stars", "score", "★", "⭐"),
    *("wertung", "puanım", "értékelésem", "persönliche_wertung"),
    *("bewertung", "note", "valoración", "valoracion", "puntuación", "voto", "ocena", "moja_ocena"),
    *("nota", "minha_nota", "avaliação", "avaliacao", "valutazione", "puan", "értékelés"),
    *(
        "beoordeling",
        "waardering",
        "stem",
        "cijfer",
        "betyg",
        "bedømmelse",
        "vurdering",
        "karakter",
    ),
    *("hodnocení", "hodnotenie", "arvosana", "ocjena", "notă", "valoració", "évaluation", "hinne"),
    *("оцінка", "βαθμολογία", "דירוג", "ציון", "التقييم", "تقييم", "đánh_giá", "nilai", "คะแนน"),
    *("評分", "我的評分", "打分", "रेटिंग"),
    *(
        "оценка",
        "моя_оценка",
        "评分",
        "個人評分",
        "个人评分",
        "我的评分",
        "評価",
        "評点",
        "별점",
        "평점",
    ),
)
POSSESSIVE = re.compile(
    r"(?:my|our|your|own|personal|meine?|eigene|persönliche|ma|mon|notre|votre|mi|tu|su|il_mio|la_mia"
    r"|mio|mia|minha|meu|sua|mijn|eigen|moja|moje|mój|twoja|моя|мой|мои|моє|min|mitt|mina|oma|můj|moj"
    r"|saját|benim)_|我的|個人|个人|自分の|私の|내_?"
)
"""What stands before a word for a rating that is one's own."""
IN_ENGLISH = frozenset({"my_", "our_", "your_", "own_", "personal_"})
# What a title may be called as well, or a row says of what kind its thing is.
KINDS = (
    *("track", "song", "movie", "film", "book", "show", "game", "anime", "manga", "podcast"),
    *("wine", "beer", "recipe"),
)
TITLE = (
    *(
        "title",
        "full_title",
        "name",
        "item_title",
        "item_name",
        "movie_title",
        "book_title",
        "track_name",
    ),
    *(
        "song_name",
        "song_title",
        "track_title",
        "movie_name",
        "film_name",
        "film_title",
        "book_name",
    ),
    *("game_name", "game_title"),
    *("objectname", "object_name", "track_description", "product_name", "product_title"),
    *(
        "titel",
        "titre",
        "título",
        "titulo",
        "titolo",
        "tytuł",
        "название",
        "başlık",
        "název",
        "cím",
    ),
    *("标题", "標題", "片名", "书名", "タイトル", "作品名", "題名", "제목"),
    *(
        "条目名",
        "中文名",
        "中文",
        "名称",
        "名稱",
        "名字",
        "剧名",
        "影片名",
        "电影名",
        "歌名",
        "歌曲名",
        "曲名",
        "游戏名",
    ),
    *("書名", "映画名", "songtitel", "filmtitel", "buchtitel"),
    *("tittel", "nimi", "nimeke", "pealkiri", "naslov", "titlu", "títol", "nosaukums", "judul"),
    *("pavadinimas", "назва", "заглавие", "наслов", "τίτλος", "שם", "כותרת", "العنوان", "عنوان"),
    *(
        "фильм",
        "сериал",
        "книга",
        "игра",
        "buch",
        "livre",
        "libro",
        "livro",
        "película",
        "pelicula",
    ),
    *("filme", "spiel", "jeu", "juego", "gioco", "jogo", "boek", "książka", "gra", "film_adı"),
    *(
        "kitap",
        "kitap_adı",
        "dizi",
        "映画",
        "電影",
        "电影",
        "영화",
        "책",
        "elokuva",
        "kirja",
        "kniha",
        "könyv",
    ),
    *("tên", "tên_phim", "tên_sách", "tiêu_đề", "ชื่อ", "ชื่อเรื่อง", "शीर्षक"),
    *KINDS,
)
ALBUM = ("album", "album_title", "album_name")
"""What a title is of where there is no track."""
YEAR = (
    *("year", "release_year", "released", "release_date", "year_published"),
    *("jahr", "année", "annee", "año", "anno", "ano", "rok", "год", "年份", "年", "연도"),
    *("jaar", "år", "yıl", "év", "vuosi", "aasta", "godina", "leto", "година", "gads", "metai"),
    *("рік", "έτος", "שנה", "السنة", "سنة", "năm", "tahun", "ปี", "वर्ष", "年代", "年度"),
)
GENRES = ("genres", "genre")
ORIGINAL = (
    *("original_title", "originaltitle", "original_name", "originaltitel", "titre_original"),
    *("título_original", "titulo_original", "titolo_originale", "tytuł_oryginalny"),
    *("оригинальное_название", "原名", "原題", "oorspronkelijke_titel"),
)
OF_ANILIST = frozenset({"series_id", "series_type"})
OF_CALIBRE = frozenset({"title_sort", "author_sort", "timestamp", "pubdate"})
OF_NETFLIX = frozenset({"title_name", "rating_type", "thumbs_value"})
ARTIST = (
    *("artist", "artist_name", "artists", "artist_names", "artist_name_1", "artist_1"),
    *("interpret", "künstler", "artiste", "interprète", "artista", "intérprete", "artiest"),
    *("wykonawca", "artysta", "исполнитель", "артист", "artisti", "esittäjä", "sanatçı", "előadó"),
    *(
        "アーティスト",
        "アーティスト名",
        "艺术家",
        "艺人",
        "藝人",
        "歌手",
        "演唱者",
        "아티스트",
        "가수",
    ),
)
"""Of whom a title is that is a track's."""
CREATOR = (
    *ARTIST,
    *("author", "authors", "author_name", "author_names", "author_text", "book_author"),
    *("primary_author", "primaryauthor", "creator", "autor", "autorin", "autoren", "verfasser"),
    *("auteur", "auteurs", "autora", "autores", "autore", "autori", "автор", "авторы", "yazar"),
    *("författare", "forfatter", "kirjailija", "tekijä", "szerző", "著者", "作者", "저자", "작가"),
)
IDS = {
    "imdb": ("imdb_id", "imdbid", "imdb"),
    "tmdb": ("tmdb_id", "tmdbid", "tmdb"),
    "musicbrainz": ("mbid", "musicbrainz_id", "musicbrainz", "recording_mbid", "track_mbid"),
    "isbn": ("isbn13", "isbn_13", "isbn"),
}
# Of longer names: "Movie Name", "Film title", "Score (1-10)".
TITLE_WORDS = frozenset({"title", "name", "titel", "titre", "título", "titulo", "titolo"})
OTHER_NAMES = frozenset(
    {
        *("user", "username", "profile", "file", "first", "last", "display", "device", "account"),
        *("artist", "author", "album", "genre", "genres", "original", "channel", "category"),
        *("director", "directors", "studio", "publisher", "country", "platform", "type"),
        *("season", "episode", "brewery", "venue", "narrator", "your"),
    }
)
# Which of several titles a thing is known by, the likelier first.
NAMES_OF_ONE = (
    "resolved",
    "target",
    "full",
    "main",
    "primary",
    "official",
    "localized",
    "english",
    "given",
)
RATING_WORDS = frozenset({"rating", "score", "stars", "bewertung", "puntuación", "valoración"})
OTHERS_RATINGS = frozenset(
    {
        *("imdb", "tmdb", "average", "avg", "community", "critic", "critics", "public", "mean"),
        *("global", "weighted", "overall", "count", "number", "num", "votes", "metacritic"),
        *("age", "content", "predicted", "key", "id", "system", "board"),
    }
)
OF_A_QUESTION = frozenset(
    {"it", "i", "we", "have", "you", "did", "yet", "already", "y", "n", "yes", "no", "been"}
)
STATUS_WORDS = frozenset({"status", "shelf"})
# Of whose status it is: of a story, a translation, a series or an order it is not the person's.
OWN_STATUS = frozenset(
    {
        *("my", "your", "own", "personal", "current", "exclusive", "completion", "progress"),
        *("read", "reading", "watch", "watched", "watching", "viewing", "seen", "tracking"),
        *("play", "played", "playing", "listen", "listened", "listening", "list", "collection"),
        *("backlog", "book", "game", "movie", "film", "title"),
    }
)
LONGEST_STATE = 40
# How many have rated, and so of all people's ratings, which are called as one's own would be.
OF_ALL = frozenset(
    {
        *("num_ratings", "numratings", "ratings_count", "rating_count", "number_of_ratings"),
        *("votes", "num_votes", "vote_count", "usersrated"),
    }
)
EVERYBODYS = ("rating", "stars", "score")
# Beside theirs the other one is the person's own.
AVERAGES = frozenset(
    {
        *("vote_average", "average_rating", "avg_rating", "average", "baverage", "mean_rating"),
        *("imdb_rating", "community_rating", "global_rating", "weighted_rating"),
    }
)
GAPPY = ("asin", "parent_asin", "isbn")
"""Ids of a trade, which not all have: where some are missing, titles tell."""
