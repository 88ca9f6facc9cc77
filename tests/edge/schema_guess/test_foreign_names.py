"""Names in other languages than English, and short for words."""

from __future__ import annotations

import pytest
from guessing import Row, day, guess, people, things

from ilora_edge.schema_guess.propose import is_open
from ilora_edge.schema_guess.words.name_words import split_words

USES: list[Row] = [(n, 1 + n % 4, 1 + (n * 5) % 6, day(n)) for n in range(1, 31)]


@pytest.mark.parametrize(
    ("persons", "items", "title", "uses", "user", "item", "time"),
    [
        ("Benutzer", "Filme", "Titel", "Ausleihen", "BenutzerID", "FilmID", "Ausleihdatum"),
        ("ADHERENTS", "LIVRES", "TITRE", "EMPRUNTS", "ID_ADHERENT", "ID_LIVRE", "DATE_EMPRUNT"),
        ("usuarios", "peliculas", "titulo", "vistas", "usuario_id", "pelicula_id", "fecha_visto"),
        ("usuários", "livros", "título", "leituras", "usuario_id", "livro_id", "data_leitura"),
        ("clientes", "filmes", "titulo", "locacoes", "cod_cliente", "cod_filme", "data_locacao"),
        ("utenti", "film", "titolo", "visioni", "id_utente", "id_film", "data_visione"),
        ("leden", "boeken", "titel", "uitleningen", "lid_id", "boek_id", "datum_uit"),
        ("uzytkownicy", "ksiazki", "tytul", "wypozyczenia", "uzytkownik_id", "ksiazka_id", "data"),
        ("polzovateli", "knigi", "nazvanie", "vydachi", "polzovatel_id", "kniga_id", "data"),
        ("пользователи", "книги", "название", "выдачи", "пользователь_id", "книга_id", "дата"),
        ("kullanıcılar", "filmler", "başlık", "izleme_geçmişi", "kullanıcı_id", "film_id", "tarih"),
        ("anggota", "buku", "judul", "peminjaman", "id_anggota", "id_buku", "tanggal_pinjam"),
        ("nguoi_dung", "phim", "ten_phim", "lich_su_xem", "nguoi_dung_id", "phim_id", "thoi_gian"),
        ("yonghu", "dianying", "mingcheng", "guankan_jilu", "yonghu_id", "dianying_id", "shijian"),
        ("用户", "电影", "电影名称", "观看历史", "用户编号", "电影编号", "观看时间"),
        ("t_usr", "t_itm", "itm_nm", "t_ord", "usr_id", "itm_id", "ord_dt"),
    ],
)
def test_names_of_other_languages(
    persons: str, items: str, title: str, uses: str, user: str, item: str, time: str
) -> None:
    script = people(persons) + things(items, name=title)
    script += f'CREATE TABLE {uses} (id INTEGER PRIMARY KEY, "{user}" INT, "{item}" INT, "{time}")'
    found = guess(script, uses, USES)
    assert not is_open(found), found
    plain = found[0].interactions.replace('"', "")
    assert plain == f"SELECT {user} AS user, {item} AS item, {time} AS time\nFROM {uses}"
    assert f"{title} AS title" in (found[0].items or "").replace('"', "")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("titre_du_livre", "book title"),
        ("Erscheinungsjahr", "release year"),
        ("Kundennummer", "customer no"),
        ("kode_buku", "book code"),
        ("tblBooks", "books"),
        ("tid", "tid"),
        ("data_version", "data version"),
        ("note_id", "note id"),
        ("username", "username"),
        ("lu", "read"),
        ("vu_le", "watched le"),
        ("date_vu", "date watched"),
        ("films_vus", "films watched"),
        ("non_lu", "unread"),
        ("menu_lu", "menu lu"),
        ("date_lecture", "read date"),
        ("date_ajout", "date added"),
        ("data_obejrzenia", "date watched"),
        ("okunma_tarihi", "read date"),
        ("sedd_datum", "watched date"),
        ("Lesefortschritt", "read progress"),
        ("hoerverlauf", "listened history"),
        ("bandes_dessinees", "comic"),
        ("Kochprotokoll", "cooked history"),
        ("дата_прочтения", "date read"),
        ("看过", "watched"),
    ],
)
def test_words_in_english(name: str, words: str) -> None:
    assert " ".join(split_words(name)) == words
